import '@fontsource-variable/inter'
import '@inkbridge/react/style.css'
import { builtIn, builtInCommands, builtInTools, createKinds } from '@inkbridge/canvas'
import { Whiteboard } from '@inkbridge/react'
import { createRoot } from 'react-dom/client'
import { kinds } from './gauge.ts'
import { fillGauges, gaugeTool } from './gauge-tool.ts'

// The link of a board, given to this page as ?link=http://localhost:3000/b/…#k=…
const link = new URL(new URLSearchParams(location.search).get('link'))
const board = link.pathname.split('/')[2]

createRoot(document.getElementById('here')).render(
  <Whiteboard
    url={link.origin}
    board={board}
    token={link.hash.slice(3)}
    kinds={createKinds([...builtIn, ...kinds])}
    tools={[...builtInTools, gaugeTool]}
    commands={[...builtInCommands, fillGauges]}
  />,
)
