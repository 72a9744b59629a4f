import { defaultStyle, type Edit, inks, newShapeId, type Place, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import type { Board } from '../board.ts'
import { keysBetween } from '../order.ts'

/** Random edits by several people to the same few shapes, reproducible by seed. */
export class Chance {
  readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)]
    if (item === undefined) throw new Error('there is nothing to choose from')
    return item
  }

  /** This many different ones, or all there are. */
  some<Item>(items: readonly Item[], count: number): readonly Item[] {
    return [...items].sort(() => this.random() - 0.5).slice(0, count)
  }

  id(): ShapeId {
    return newShapeId((into) => into.map(() => Math.floor(this.random() * 248)))
  }

  place(): Place {
    const within = (size: number) => Math.round(this.random() * size)
    return { x: within(1_000), y: within(1_000), w: within(200), h: within(200), rotation: within(3) }
  }
}

export const actions = [
  'move',
  'resize',
  'restyle',
  'reorder',
  'group',
  'ungroup',
  'erase',
  'cut',
  'lock',
  'convert',
  'bend',
  'link',
  'copy',
  'create',
] as const
export type Action = (typeof actions)[number]

/** The edits of an action on a board, for some of its shapes. */
export function edits(action: Action, board: Board, ids: readonly ShapeId[], chance: Chance): readonly Edit[] {
  const all = board.shapes()
  switch (action) {
    case 'move':
    case 'resize':
      return ids.map((id) => {
        const { x, y, ...size } = board.get(id)?.at ?? chance.place()
        const to = chance.place()
        return { type: 'place', id, at: action === 'move' ? { ...size, x: to.x, y: to.y } : { ...size, ...to } }
      })
    case 'restyle':
      return ids.map((id) => ({ type: 'style', id, style: { color: chance.pick(inks), dash: 'dotted' } }))
    case 'reorder': {
      const at = Math.floor(chance.random() * (all.length + 1))
      const [low, high] = [all[at - 1]?.order ?? null, all[at]?.order ?? null]
      if (low !== null && high !== null && low >= high) return []
      const keys = keysBetween(low, high, ids.length, chance.random)
      return ids.map((id, index) => ({ type: 'order', id, order: keys[index] ?? 'a0' }))
    }
    case 'group': {
      const outermost = ids.map((id) => board.groupsOf(id).at(-1) ?? id)
      return [{ type: 'group', id: chance.id(), members: [...new Set(outermost)] }]
    }
    case 'ungroup':
      return ids.flatMap((id) => board.groupsOf(id).slice(-1)).map((id) => ({ type: 'ungroup', id }))
    case 'erase':
      return ids.map((id) => ({ type: 'delete', id }))
    case 'cut':
      return ids.map((id) => ({ type: 'cut', id, from: chance.random() * 3, to: 3 + chance.random() * 3 }))
    case 'lock':
      return ids.map((id) => ({ type: 'flags', id, locked: chance.random() < 0.5, hidden: chance.random() < 0.2 }))
    case 'convert':
      return ids.map((id) => ({ type: 'props', id, props: { kind: chance.pick(['star', 'diamond', 'rect']) } }))
    case 'bend':
      return ids.map((id) => ({
        type: 'props',
        id,
        props: { points: [0, 0, chance.random(), 1, 1, 0] },
        at: chance.place(),
      }))
    case 'link':
      return ids.map((id) => ({ type: 'link', id, link: chance.random() < 0.7 ? 'https://example.org/' : null }))
    case 'copy':
      return [{ type: 'copy', ids, copies: ids.map(() => chance.id()), by: { x: 10, y: 10 } }]
    case 'create': {
      const shape = { id: chance.id(), kind: 'rect', at: chance.place(), style: defaultStyle } as const
      return [{ type: 'create', shape }]
    }
  }
}

/** Rectangles, a line and a stroke, two of the first in a group. */
export function begin(board: Board, chance: Chance): readonly ShapeId[] {
  const ids = Array.from({ length: 6 }, () => chance.id())
  const [line, ink, ...rects] = ids as [ShapeId, ShapeId, ...ShapeId[]]
  const points = Array.from({ length: 8 }, (_, at) => ({ x: at * 9, y: at * at, pressure: null, time: at * 8 }))
  board.apply([
    ...rects.map(
      (id): Edit => ({ type: 'create', shape: { id, kind: 'rect', at: chance.place(), style: defaultStyle } }),
    ),
    {
      type: 'create',
      shape: { id: line, kind: 'line', at: chance.place(), style: defaultStyle, points: [0, 0, 1, 1] },
    },
    { type: 'ink-begin', id: ink, style: defaultStyle, pressure: false, quantum: 0.25, points },
    { type: 'ink-seal', id: ink },
    { type: 'group', id: chance.id(), members: rects.slice(0, 2) },
  ])
  return ids
}
