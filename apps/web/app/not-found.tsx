import Link from 'next/link'

export default function NotFound() {
  return (
    <div className="site site-middle">
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or the board was deleted.</p>
      <Link className="ink-button ink-primary site-button" href="/">
        All boards
      </Link>
    </div>
  )
}
