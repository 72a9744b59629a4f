import type { Board } from '@inkbridge/board'
import type { Editor } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import type { ShapeId } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { type BoardWords, outlineWords, useWords } from '../locale/locale.ts'

/** Minimum time between announcements of others' changes, ms. */
const othersMs = 10_000
/** Time after which an unchanged selection is announced, ms. */
const restMs = 300

interface AnnouncerProps {
  readonly board: Board
  readonly sync: Sync
  readonly editor: Editor
}

/** Announces the selection, people joining and leaving, and periodically changes by others. */
export function Announcer({ board, sync, editor }: AnnouncerProps) {
  const words = useWords()
  const [selected, setSelected] = useState('')
  const [others, setOthers] = useState('')
  useEffect(() => announceSelection(editor, words, setSelected), [editor, words])
  useEffect(() => announceOthers(board, sync, words, setOthers), [board, sync, words])
  return (
    <div className="ink-hidden">
      <p aria-live="polite">{selected}</p>
      <p aria-live="polite">{others}</p>
    </div>
  )
}

type Announce = (words: string) => void

function announceSelection(editor: Editor, words: BoardWords, tell: Announce): () => void {
  let last: readonly ShapeId[] = editor.selection
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = () => {
    const [first, ...more] = editor.selection
    const only = first && more.length === 0 ? editor.outlined(first) : null
    if (only) tell(outlineWords(only, words))
    else tell(first ? words.t('outline.selected', { count: more.length + 1 }) : '')
  }
  const stop = editor.observe(() => {
    if (editor.selection === last) return
    last = editor.selection
    clearTimeout(timer)
    timer = setTimeout(say, restMs)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}

/** Collects changes by others, so that a busy board is not read out continuously. */
function announceOthers(board: Board, sync: Sync, { t }: BoardWords, tell: Announce): () => void {
  let here = names(sync)
  const touched = { added: 0, removed: 0, changed: new Set<ShapeId>() }
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = () => {
    timer = undefined
    const now = names(sync)
    const [came, went] = [now.filter((name) => !here.includes(name)), here.filter((name) => !now.includes(name))]
    here = now
    const { added, removed, changed } = touched
    const said = [
      came.length > 0 && t('outline.came', { names: came.join(', ') }),
      went.length > 0 && t('outline.went', { names: went.join(', ') }),
      added > 0 && t('outline.added', { count: added }),
      removed > 0 && t('outline.removed', { count: removed }),
      changed.size > 0 && t('outline.changed', { count: changed.size }),
    ]
    Object.assign(touched, { added: 0, removed: 0, changed: new Set<ShapeId>() })
    tell(said.filter(Boolean).join(' '))
  }
  const soon = () => {
    timer ??= setTimeout(say, othersMs)
  }
  const unobserve = board.observe(({ origin, added, removed, changed }) => {
    if (origin !== 'remote' || !sync.status.synced) return
    touched.added += added.length
    touched.removed += removed.length
    for (const { id } of changed) touched.changed.add(id)
    soon()
  })
  const unobservePeers = sync.observePeers(() => {
    const now = names(sync)
    if (now.length !== here.length || now.some((name) => !here.includes(name))) soon()
  })
  return () => {
    unobserve()
    unobservePeers()
    clearTimeout(timer)
  }
}

function names(sync: Sync): readonly string[] {
  return [...new Set(sync.peers.filter(({ user }) => user.id !== sync.status.you?.id).map(({ user }) => user.name))]
}
