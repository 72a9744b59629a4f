import { Groups } from '@inkbridge/board'
import type { Edit, InkShape, Shape, ShapeId, Style } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import type { Draft } from '../plan/draft.ts'
import { Scene } from '../scene/scene.ts'
import { builtInKinds } from '../shapes/kinds.ts'
import { type TextLayout, wordless } from '../text/layout.ts'
import type { Step, Tool, ToolInput, View } from '../tools/tool.ts'

export interface Played {
  /** The edits of each input and step, in order, without empty ones. */
  readonly edits: readonly (readonly Edit[])[]
  readonly selection: readonly ShapeId[]
  readonly entered: ShapeId | null
  readonly drafts: readonly Draft[]
  readonly pans: readonly { readonly dx: number; readonly dy: number }[]
  readonly picks: readonly Shape[]
  readonly done: boolean
  /** The shapes whose text is to be edited. */
  readonly writes: readonly ShapeId[]
  /** The links that were clicked on. */
  readonly follows: readonly string[]
}

/** A stroke along the x axis, a point every ten units from 0 on, 8 ms apart. */
export function inkAt(id: string, count: number, more: Partial<InkShape> = {}): InkShape {
  const x = Float64Array.from({ length: count }, (_, index) => index * 10)
  const time = Float64Array.from({ length: count }, (_, index) => index * 8)
  return {
    id: id as ShapeId,
    kind: 'ink',
    at: { x: 0, y: 0, w: (count - 1) * 10, h: 0, rotation: 0 },
    original: { x: 0, y: 0, w: (count - 1) * 10, h: 0 },
    style: { color: 'ink', width: 2, nib: 'even', streamline: 0 },
    order: 'a0',
    points: { length: count, x, y: new Float64Array(count), pressure: null, time },
    ...more,
  }
}

/**
 * Plays a pointer script on a tool: `down 0,0 · move 10,10 · hold 10,10 · up 10,10`, `cancel` and `finish`. Modifiers follow a place:
 * `down 0,0 shift`. Inputs are 100 ms apart. New shapes are called `new`. Edits are carried out on no board.
 */
export function play<State>(
  tool: Tool<State>,
  script: string,
  given: {
    readonly shapes?: readonly Shape[]
    readonly selection?: readonly ShapeId[]
    readonly zoom?: number
    readonly readOnly?: boolean
    /** Groups by their members, inner groups first. */
    readonly groups?: Readonly<Record<string, readonly string[]>>
    readonly entered?: string
    readonly snaps?: boolean
    readonly grid?: number
    readonly wholly?: boolean
    readonly style?: Style
    readonly eraserPx?: number
    readonly layout?: TextLayout
  } = {},
): Played {
  const scene = new Scene(given.shapes ?? [], { kinds: builtInKinds, layout: given.layout ?? wordless })
  let selection = given.selection ?? []
  const groups = new Groups()
  const parents = parentsIn(given.groups)
  for (const { id } of given.shapes ?? []) groups.recordParent(id, parents.get(id) ?? null)
  for (const id of Object.keys(given.groups ?? {})) groups.recordGroup(id as ShapeId, true, parents.get(id) ?? null)
  let entered = (given.entered ?? null) as ShapeId | null
  let state = tool.idle
  const steps: Step<State>[] = []
  for (const [index, words] of script.split(' · ').entries()) {
    const view: View = {
      scene,
      groups,
      selection,
      entered,
      zoom: given.zoom ?? 1,
      window: { minX: -1_000, minY: -1_000, maxX: 1_000, maxY: 1_000 },
      style: given.style ?? defaultStyle,
      textStyle: defaultStyle,
      arrowStyle: { ...defaultStyle, endHead: 'arrow' },
      eraserPx: given.eraserPx ?? 16,
      readOnly: given.readOnly ?? false,
      ...{ snaps: given.snaps ?? false, grid: given.grid ?? null, wholly: given.wholly ?? false },
      attribution: () => ({ author: 'Mara', now: 1_000 }),
      newId: () => 'new' as ShapeId,
    }
    const step =
      words === 'finish' ? tool.finish?.(state, view) : tool.next(state, parseInput(words, index * 100), view)
    if (!step) continue
    state = step.state
    selection = step.selection ?? selection
    if (step.entered !== undefined) entered = step.entered
    steps.push(step)
  }
  return {
    edits: steps
      .flatMap(({ edits, afterwards }) => [edits ?? [], afterwards ?? []])
      .filter((edits) => edits.length > 0),
    selection,
    entered,
    drafts: steps.flatMap(({ draft }) => (draft && Object.keys(draft).length > 0 ? [draft] : [])),
    pans: steps.flatMap(({ camera }) => (camera?.type === 'pan' ? [{ dx: camera.dx, dy: camera.dy }] : [])),
    picks: steps.flatMap(({ pick }) => pick ?? []),
    done: steps.some(({ done }) => done),
    follows: steps.flatMap(({ openLink }) => openLink ?? []),
    writes: steps.flatMap(({ write }) => write?.id ?? []),
  }
}

function parentsIn(groups: Readonly<Record<string, readonly string[]>> = {}): ReadonlyMap<string, ShapeId> {
  return new Map(Object.entries(groups).flatMap(([group, ids]) => ids.map((id) => [id, group as ShapeId] as const)))
}

/** An input of a pointer script. */
export function parseInput(words: string, at: number): ToolInput {
  const [type = '', place = '0,0', ...modifiers] = words.split(' ')
  if (type === 'cancel') return { type }
  if (type !== 'down' && type !== 'move' && type !== 'up' && type !== 'hold') throw new Error(`no input: ${words}`)
  const [x = 0, y = 0] = place.split(',').map(Number)
  const pressure = modifiers.includes('pen') ? 0.5 : null
  return {
    type,
    point: { x, y },
    screen: { x, y },
    samples: type === 'up' || type === 'hold' ? [] : [{ x, y, pressure, time: at }],
    predicted: [],
    device: pressure === null ? 'mouse' : 'pen',
    shift: modifiers.includes('shift'),
    alt: modifiers.includes('alt'),
    mod: modifiers.includes('mod'),
    at,
  }
}

export function rectAt(id: string, x: number, y: number, w = 100, h = 100, order = 'a0'): Shape {
  return { id: id as ShapeId, kind: 'rect', at: { x, y, w, h, rotation: 0 }, style: defaultStyle, order }
}
