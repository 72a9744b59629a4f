import type { Camera, Editor, ToolName } from '@inkbridge/canvas'
import type { BoardId, ShapeId } from '@inkbridge/types'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Continued } from '../session.ts'

/** Where a person is on a board: what stays when its document gives way to another. */
interface Standing {
  readonly camera: Camera
  /** Null where nothing could be edited: there the tool was none that was chosen. */
  readonly tool: ToolName | null
  readonly selection: readonly ShapeId[]
  /** The shape whose text is being edited. */
  readonly written: ShapeId | null
}

/** The document that replaces another one, and the board it belongs to. */
interface Remade {
  readonly board: BoardId
  readonly url: string | undefined
  readonly continued: Continued
  readonly standing: Standing
  /** How often in a row, and when, ms. */
  readonly times: number
  readonly at: number
}

/** Once is enough, but for other pages of this browser that had the old one open. */
const maxInARow = 5
/** Replacements further apart than this are not in a row, ms. */
const rowMs = 60_000
/** A stroke that goes on for longer is cut in two, ms. */
const patienceMs = 10_000

/** Opens the board again when another document replaces its own: at once, because edits of the old one would be lost. */
export function useSuccession(board: BoardId, url: string | undefined) {
  const latest = useRef<Remade | null>(null)
  const [round, setRound] = useState(0)
  const follow = (continued: Continued, editor: Editor) => {
    const { current: before } = latest
    const at = performance.now()
    const times = before && at - before.at < rowMs ? before.times + 1 : 1
    latest.current = { board, url, continued, standing: standingOf(editor), times, at }
    flushSync(() => setRound((round) => round + 1))
  }
  return {
    /** Changes when there is another document. */
    round,
    /** Opens the board again, with what the server has of it. */
    restart() {
      latest.current = null
      setRound((round) => round + 1)
    },
    /** The options of the next session, and how it ends when another replaces it; `before` is null for the first. */
    begin(editor: () => Editor) {
      if (latest.current?.board !== board || latest.current.url !== url) latest.current = null
      const before = latest.current
      return {
        before,
        continues: before?.continued,
        whenIdle: () => idle(editor(), before),
        remade: (continued: Continued) => follow(continued, editor()),
      }
    },
  }
}

function standingOf(editor: Editor): Standing {
  const { camera, tool, selection, writing, readOnly } = editor.state()
  return { camera, tool: readOnly ? null : tool, selection, written: writing?.id ?? null }
}

/** Stands there again, which is the place to begin at. What is typed next goes on at the end of the text. */
export function stand(editor: Editor, { camera, tool, selection, written }: Standing): null {
  editor.camera = camera
  if (tool) editor.setTool(tool)
  editor.selection = selection
  if (written) editor.write(written)
  return null
}

/** Resolves when no gesture is under way or one takes too long; later if it is asked too often in a row. */
async function idle(editor: Editor, before: Remade | null): Promise<void> {
  if (before && before.times >= maxInARow) await passed(before.at + rowMs - performance.now())
  const listening = new AbortController()
  await Promise.race([passed(patienceMs, listening.signal), gestureOver(editor, listening.signal)])
  listening.abort()
  keepTypedAhead(editor)
}

/** Text that is typed before the text editor has loaded is not in the document yet. */
function keepTypedAhead(editor: Editor): void {
  const { writing } = editor.state()
  if (!writing || writing.facts) return
  editor.endWriting()
  editor.write(writing.id)
}

function gestureOver(editor: Editor, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!editor.state().gesture) resolve()
    }
    const unobserve = editor.observe(look)
    signal.addEventListener('abort', unobserve)
    look()
  })
}

function passed(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, ms))
    signal?.addEventListener('abort', () => clearTimeout(timer))
  })
}
