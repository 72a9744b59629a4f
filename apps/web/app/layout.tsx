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
import './boards/boards.css'
import './boards/Sidebar.css'
import './boards/BoardCard.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { located } from './locale/catalogues.ts'
import { NoDrop } from './NoDrop.tsx'
import { Offline } from './Offline.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { messages } = await located()
  return { title: productName, description: messages['site.description'] }
}

const productName = 'Inkbridge'

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

/** Sets the theme before the first paint: the stored choice, if the browser has one, else the system's. */
const themeScript = `var t;try{t=localStorage.getItem('inkbridge-theme')}catch{}document.documentElement.dataset.theme=t||(matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light')`

/** A proxy that strips a part of the path leads pages to this only: what they request starts with a slash. */
function pathScript(path: string, words: string): string {
  return `if(location.pathname!==${JSON.stringify(path).replaceAll('<', '\\u003c')})addEventListener('DOMContentLoaded',()=>{document.body.textContent=${JSON.stringify(words)}})`
}

export default async function Layout({ children }: { readonly children: ReactNode }) {
  // Every page is rendered on request: a nonce is valid for one answer only.
  await connection()
  const given = await headers()
  const [nonce, path] = [given.get('x-nonce') ?? undefined, given.get('x-path')]
  const { locale, messages } = await located()
  return (
    <html lang={locale} className="ink-theme" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
        {path && (
          <script
            nonce={nonce}
            suppressHydrationWarning
            dangerouslySetInnerHTML={{ __html: pathScript(path, messages['site.underPath']) }}
          />
        )}
      </head>
      <body>
        {children}
        <Offline />
        <NoDrop />
      </body>
    </html>
  )
}
