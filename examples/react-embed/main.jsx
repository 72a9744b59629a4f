import '@fontsource-variable/inter'
import '@inkbridge/react/style.css'
import { Whiteboard } from '@inkbridge/react'
import { createRoot } from 'react-dom/client'

// The link of a board, given to this page as ?link=http://localhost:3000/b/…#k=…
const link = new URL(new URLSearchParams(location.search).get('link'))
const board = link.pathname.split('/')[2]

createRoot(document.getElementById('here')).render(
  <Whiteboard url={link.origin} board={board} token={link.hash.slice(3)} />,
)
