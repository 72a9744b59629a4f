import type { NextConfig } from 'next'

const config: NextConfig = {
  transpilePackages: [
    '@inkbridge/react',
    '@inkbridge/canvas',
    '@inkbridge/board',
    '@inkbridge/sync',
    '@inkbridge/types',
  ],
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}

export default config
