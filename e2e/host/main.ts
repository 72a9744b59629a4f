import '@inkbridge/react/style.css'
import { Whiteboard, type WhiteboardProps } from '@inkbridge/react'
import type { BoardId } from '@inkbridge/types'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

type Opened = Parameters<NonNullable<WhiteboardProps['onOpen']>>[0]

declare global {
  /** The open boards, from left to right. */
  var boards: Opened[]
  /** The keys that no board, field or button has handled. */
  var heard: string[]
}

globalThis.boards = []
globalThis.heard = []

/** Two boards, each with a React root of its own, given as ?link=…&link=…, with languages ?locale=…&locale=…. */
const parameters = new URLSearchParams(location.search)
const links = parameters.getAll('link').map((link) => new URL(link))
const locales = parameters.getAll('locale')
for (const [index, element] of [...document.querySelectorAll('.board')].entries()) {
  const link = links[index]
  if (!link) throw new Error('Expected a link for each board.')
  const locale = locales[index]
  const props: WhiteboardProps = {
    url: link.origin,
    board: link.pathname.split('/')[2] as BoardId,
    token: link.hash.slice(3),
    ...(locale && { locale }),
    onOpen: (open) => {
      globalThis.boards[index] = open
    },
  }
  createRoot(element, { identifierPrefix: `board-${index}-` }).render(createElement(Whiteboard, props))
}

/** The shortcuts of the surrounding page: keys that type a character. */
window.addEventListener('keydown', ({ key, ctrlKey, target, defaultPrevented }) => {
  const types = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))
  if (key.length === 1 && !ctrlKey && !defaultPrevented && !types) globalThis.heard.push(key)
})
