import type { BoxedKind, ShapeId, Style } from '@inkbridge/types'
import { layersOf } from './layers.ts'
import { labelOf, type Sketch, sizeOf } from './sketch.ts'

interface Flowchart {
  readonly direction: string | undefined
  readonly nodes: ReadonlyMap<string, { readonly text?: string; readonly type?: string }>
  readonly edges: readonly {
    readonly start: string
    readonly end: string
    readonly text: string
    readonly type?: string
    readonly stroke?: string
  }[]
}

const kinds: ReadonlyMap<string, BoxedKind> = new Map<string, BoxedKind>([
  ['diamond', 'diamond'],
  ['circle', 'ellipse'],
  ['doublecircle', 'ellipse'],
  ['ellipse', 'ellipse'],
  ['stadium', 'oval'],
  ['hexagon', 'hexagon'],
  ['trapezoid', 'trapezoid'],
  ['lean_right', 'parallelogram'],
  ['lean_left', 'parallelogram-left'],
])

/** Kinds with less room for text than their box. */
const roomy: ReadonlySet<BoxedKind> = new Set<BoxedKind>(['diamond', 'ellipse'])

/** Distances between layers, and between the boxes of a layer, world units. */
const [between, beside] = [100, 60]

/** Lays out a flowchart in layers along its direction. */
export function flowchart(chart: Flowchart, newId: () => ShapeId): readonly Sketch[] {
  const drawn = chart.edges.filter(({ start, end }) => chart.nodes.has(start) && chart.nodes.has(end))
  const ids = new Map([...chart.nodes.keys()].map((id) => [id, newId()]))
  const isAcross = chart.direction === 'LR' || chart.direction === 'RL'
  const layers = layersOf([...chart.nodes.keys()], drawn)
  const ordered = chart.direction === 'RL' || chart.direction === 'BT' ? layers.toReversed() : layers
  const boxes = new Map<string, Sketch & { readonly kind: BoxedKind }>()
  let along = 0
  for (const layer of ordered) {
    const sized = layer.map((id) => {
      const { text, type } = chart.nodes.get(id) ?? {}
      const [label, kind] = [labelOf(text ?? id), kinds.get(type ?? '') ?? 'rect']
      const { w, h } = sizeOf(label)
      const room = roomy.has(kind) ? 1.4 : 1
      return { id, label, kind, w: w * room, h: h * room }
    })
    const length = sized.reduce((sum, { w, h }) => sum + (isAcross ? h : w) + beside, -beside)
    const depth = Math.max(...sized.map(({ w, h }) => (isAcross ? w : h)))
    let at = -length / 2
    for (const { id, w, h, ...rest } of sized) {
      const off = along + (depth - (isAcross ? w : h)) / 2
      const corner = isAcross ? { x: off, y: at } : { x: at, y: off }
      boxes.set(id, { ...rest, ...corner, w, h, id: ids.get(id) ?? newId() })
      at += (isAcross ? h : w) + beside
    }
    along += depth + between
  }
  const lines = drawn.flatMap(({ start, end, text, type, stroke }): readonly Sketch[] => {
    const [from, to] = [boxes.get(start), boxes.get(end)]
    if (!from || !to || stroke === 'invisible') return []
    const style = edgeStyle(type ?? '', stroke)
    const ends = { start: from.id, end: to.id, from: centreOf(from), to: centreOf(to) }
    return [{ kind: 'line', id: newId(), label: labelOf(text), style, ...ends }]
  })
  return [...boxes.values(), ...lines]
}

function centreOf(box: Sketch): readonly [x: number, y: number] {
  return 'x' in box ? [box.x + box.w / 2, box.y + box.h / 2] : box.from
}

function edgeStyle(type: string, stroke: string | undefined): Partial<Style> {
  const head = type.includes('circle')
    ? 'dot'
    : type.includes('cross')
      ? 'bar'
      : type.includes('point')
        ? 'arrow'
        : null
  return {
    ...(head ? { endHead: head } : {}),
    ...(head && type.startsWith('double') ? { startHead: head } : {}),
    ...(stroke === 'dotted' ? { dash: 'dotted' } : {}),
    ...(stroke === 'thick' ? { width: 4 } : {}),
  }
}
