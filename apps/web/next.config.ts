import type { NextConfig } from 'next'
import pdfjs from 'pdfjs-dist/package.json' with { type: 'json' }

const config: NextConfig = {
  transpilePackages: [
    '@inkbridge/react',
    '@inkbridge/canvas',
    '@inkbridge/board',
    '@inkbridge/sync',
    '@inkbridge/types',
  ],
  // In browsers there is no `Buffer`: libraries that mention it use it in Node only. Turbopack would add a polyfill.
  // HarfBuzz and the decoder of woff2, which write PDF files, import modules of Node where they run in it.
  turbopack: {
    resolveAlias: {
      'next/dist/compiled/buffer': { browser: './no-buffer.ts' },
      module: { browser: './no-modules.ts' },
      fs: { browser: './no-modules.ts' },
      path: { browser: './no-modules.ts' },
      url: { browser: './no-modules.ts' },
    },
  },
  env: { PDF_FILES: `/_next/static/pdfjs-${pdfjs.version}/` },
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}

export default config
