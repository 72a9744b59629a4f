import Link from 'next/link'
import { located } from './locale/catalogues.ts'

export default async function NotFound() {
  const { messages } = await located()
  return (
    <main className="site site-middle">
      <h1>{messages['notFound.title']}</h1>
      <p>{messages['notFound.text']}</p>
      <Link className="ink-button ink-primary site-button" href="/">
        {messages['notFound.exit']}
      </Link>
    </main>
  )
}
