import * as Y from 'yjs'
import type { LoggedBoard } from './update-log.ts'

export interface Replayed {
  readonly doc: Y.Doc
  /** How many updates Yjs could not take: they are left out. */
  readonly poisonous: number
}

/** A document from what the log has of it. One update that throws does not take the board with it. */
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
    if (!bad) return { doc, poisonous: all - sound.length }
    // Yjs has applied it by halves: the document is begun again without it.
    doc.destroy()
    sound = sound.filter((update) => update !== bad)
  }
}
