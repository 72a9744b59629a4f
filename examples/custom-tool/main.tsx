import '@inkbridge/react/style.css'
import { builtInCommands, builtInTools, Whiteboard } from '@inkbridge/react'
import type { BoardId } from '@inkbridge/types'
import { createRoot } from 'react-dom/client'
import { stripe } from './stripe.ts'
import { table } from './table.ts'

// The link of a board, given to this page as ?link=http://localhost:3000/b/…#k=…
const link = new URL(new URLSearchParams(location.search).get('link') ?? '')
const [here, said] = ['here', 'said'].map((id) => document.getElementById(id))

if (here && said)
  createRoot(here).render(
    <Whiteboard
      url={link.origin}
      board={link.pathname.split('/')[2] as BoardId}
      token={link.hash.slice(3)}
      tools={[...builtInTools, table]}
      commands={[...builtInCommands, stripe]}
      onAsk={(id) => {
        said.textContent = id === 'acme.striped' ? 'The table was striped.' : ''
      }}
    />,
  )
