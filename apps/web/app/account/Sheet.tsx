import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '../Mark.tsx'
import './account.css'

/** A page with one column: the name of the product, a title, and what the page is for. */
export function Sheet({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="site site-sheet">
      <header className="site-head">
        <Link className="site-name" href="/" prefetch={false}>
          <Mark /> Inkbridge
        </Link>
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  )
}
