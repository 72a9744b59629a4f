import '@fontsource-variable/inter'
import '@fontsource-variable/inter/wght-italic.css'
import '@fontsource-variable/jetbrains-mono'
import '@fontsource-variable/jetbrains-mono/wght-italic.css'
import '@fontsource-variable/shantell-sans'
import '@fontsource-variable/shantell-sans/wght-italic.css'
import '@fontsource-variable/source-serif-4'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import '@inkbridge/react/style.css'
import './site.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Offline } from './Offline.tsx'

export const metadata: Metadata = { title: 'Inkbridge', description: 'A whiteboard for many people at once' }

export const viewport: Viewport = { width: 'device-width', initialScale: 1, maximumScale: 1, viewportFit: 'cover' }

/** Sets the theme before the first pixel: what was chosen here, else what the system says. */
const themeScript = `document.documentElement.dataset.theme=localStorage.getItem('inkbridge-theme')||(matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light')`

export default async function Layout({ children }: { readonly children: ReactNode }) {
  // Every page is rendered on request: a nonce is good for one answer only.
  await connection()
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" className="ink-theme" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        {children}
        <Offline />
      </body>
    </html>
  )
}
