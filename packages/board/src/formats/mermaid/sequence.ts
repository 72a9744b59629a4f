import type { ShapeId, Style } from '@inkbridge/types'
import { labelOf, type Sketch, sizeOf } from './sketch.ts'

interface Sequence {
  readonly actors: ReadonlyMap<string, { readonly description: string }>
  readonly messages: readonly {
    readonly from: string | undefined
    readonly to: string | undefined
    readonly message: unknown
    readonly type?: number
  }[]
}

/** Distances between participants and between messages, world units. */
const [apart, step] = [260, 60]
/** Numbers of the types of messages: notes, and arrows that are dashed or without a head. */
const note = 2
const dashed: ReadonlySet<number> = new Set([1, 4, 6, 25, 34])
const headless: ReadonlySet<number> = new Set([5, 6])
/** Arrows have these numbers. */
const arrows: ReadonlySet<number> = new Set([0, 1, 3, 4, 5, 6, 24, 25, 33, 34])

/** Lays out a sequence: participants side by side, messages down their lifelines. */
export function sequence({ actors, messages }: Sequence, newId: () => ShapeId): readonly Sketch[] {
  const x = new Map([...actors.keys()].map((actor, index) => [actor, index * apart]))
  const sketches: Sketch[] = []
  let y = 120
  for (const { from, to, message, type = -1 } of messages) {
    const [left, right] = [x.get(from ?? ''), x.get(to ?? '')]
    if (left === undefined || right === undefined || typeof message !== 'string') continue
    const label = labelOf(message)
    if (type === note) {
      const { w, h } = sizeOf(label)
      const style = { fill: 'amber', pattern: 'solid' } as const
      sketches.push({ kind: 'rect', id: newId(), x: (left + right) / 2 - w / 2, y, w, h, label, style })
      y += h + step / 2
    } else if (arrows.has(type)) {
      const style: Partial<Style> = {
        ...(dashed.has(type) ? { dash: 'dashed' } : {}),
        ...(headless.has(type) ? {} : { endHead: type === 3 || type === 4 ? 'bar' : 'arrow' }),
      }
      const end = left === right ? left + apart / 3 : right
      sketches.push({ kind: 'line', id: newId(), from: [left, y], to: [end, y], label, style })
      y += step
    }
  }
  const heads = [...actors].flatMap(([actor, { description }]): readonly Sketch[] => {
    const [label, middle] = [labelOf(description), x.get(actor) ?? 0]
    const { h } = sizeOf(label)
    const lifeline = { from: [middle, h], to: [middle, y], style: { dash: 'dotted', color: 'slate' } } as const
    return [
      { kind: 'line', id: newId(), label: '', ...lifeline },
      { kind: 'rect', id: newId(), x: middle - 90, y: 0, w: 180, h, label },
    ]
  })
  return [...heads, ...sketches]
}
