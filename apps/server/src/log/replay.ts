import * as Y from 'yjs'
import type { LoggedBoard } from './update-log.ts'

export interface Replayed {
  readonly doc: Y.Doc
  /** The number of updates that Yjs could not apply; they are left out. */
  readonly corrupt: number
}

/** Builds a document from its log entries, without the updates that Yjs cannot apply. */
export function replay({ snapshot, updates }: Pick<LoggedBoard, 'snapshot' | 'updates'>): Replayed {
  let sound = snapshot ? [snapshot, ...updates] : [...updates]
  const all = sound.length
  for (;;) {
    const doc = new Y.Doc({ gc: true })
    let bad: Uint8Array | null = null
    doc.transact(() => {
      for (const update of sound) {
        try {
          Y.applyUpdate(doc, update)
        } catch {
          bad = update
          break
        }
      }
    })
    if (!bad) return { doc, corrupt: all - sound.length }
    // Yjs applied a part of it: start again with a new document, without it.
    doc.destroy()
    sound = sound.filter((update) => update !== bad)
  }
}
