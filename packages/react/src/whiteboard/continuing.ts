import type { Camera, Editor, ToolName } from '@inkbridge/canvas'
import type { BoardId, ShapeId } from '@inkbridge/types'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Continued } from '../session.ts'

/** The view and editing state to restore when another document replaces the board's. */
interface ResumePoint {
  readonly camera: Camera
  /** Null in read-only mode, where the tool was not chosen by the user. */
  readonly tool: ToolName | null
  readonly selection: readonly ShapeId[]
  /** The shape whose text is being edited. */
  readonly written: ShapeId | null
}

/** The document that replaces another one, and the board it belongs to. */
interface Replacement {
  readonly board: BoardId
  readonly url: string | undefined
  readonly continued: Continued
  readonly resumePoint: ResumePoint
  /** Number of replacements in a row, and the time of the last one, ms. */
  readonly times: number
  readonly at: number
}

/** Maximum replacements in a row without a pause; other pages of this browser may have the old document open. */
const maxInARow = 5
/** Replacements further apart than this are not in a row, ms. */
const rowMs = 60_000
/** Maximum time to wait for the end of a stroke, which is then cut in two, ms. */
const maxWaitMs = 10_000

/**
 * Reopens the board when another document replaces its own: synchronously, because edits of the old one would be lost.
 */
export function useSuccession(board: BoardId, url: string | undefined) {
  const latest = useRef<Replacement | null>(null)
  const [round, setRound] = useState(0)
  const follow = (continued: Continued, editor: Editor) => {
    const { current: before } = latest
    const at = performance.now()
    const times = before && at - before.at < rowMs ? before.times + 1 : 1
    latest.current = { board, url, continued, resumePoint: resumePointOf(editor), times, at }
    flushSync(() => setRound((round) => round + 1))
  }
  return {
    /** Changes with each document. */
    round,
    /** Reopens the board from the server. */
    restart() {
      latest.current = null
      setRound((round) => round + 1)
    },
    /** Returns the options of the next session; `before` is null for the first. */
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

function resumePointOf(editor: Editor): ResumePoint {
  const { camera, tool, selection, writing, readOnly } = editor.state()
  return { camera, tool: readOnly ? null : tool, selection, written: writing?.id ?? null }
}

/** Restores the view and editing state. Text typed next continues at the end. */
export function resumeAt(editor: Editor, { camera, tool, selection, written }: ResumePoint): null {
  editor.camera = camera
  if (tool) editor.setTool(tool)
  editor.selection = selection
  if (written) editor.write(written)
  return null
}

/** Resolves when no gesture is in progress or one takes too long; delayed if called too often. */
async function idle(editor: Editor, before: Replacement | null): Promise<void> {
  if (before && before.times >= maxInARow) await passed(before.at + rowMs - performance.now())
  const listening = new AbortController()
  await Promise.race([passed(maxWaitMs, listening.signal), gestureOver(editor, listening.signal)])
  listening.abort()
  flushKeystrokes(editor)
}

/** Commits buffered keystrokes, which are not in the document yet. */
function flushKeystrokes(editor: Editor): void {
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
