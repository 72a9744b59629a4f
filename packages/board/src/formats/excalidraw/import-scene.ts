import { documentKey, type Edit, type NewShape, ok, type Result, type ShapeId } from '@inkbridge/types'
import { eachOf, inSlices, Pace } from '../../slices.ts'
import type { Imported, ReadContext } from '../format.ts'
import { type Pictures, picturesOf } from './assets.ts'
import type { Elements, ReadEnd } from './element-ends.ts'
import { inkQuantum } from './element-ink.ts'
import { isName, type PlannedShape, plannedShapes } from './element-order.ts'
import { foreignOf, formatName, type Kept, keep, type Trailing } from './kept.ts'
import { boundTo } from './legacy.ts'
import { idOf, type Raw, rawOf, textIn, typeOf, valueIn } from './raw.ts'
import { type Reading, readingOf } from './reading.ts'
import { type Scene, titleIn } from './scene.ts'
import { Tally } from './tally.ts'
import { type Tree, treeOf } from './tree.ts'

/** Converts a drawing into the edits that create it, bottom to top. */
export async function importScene(scene: Scene, context: ReadContext): Promise<Result<Imported>> {
  const pace = new Pace(context.signal)
  const { shapes, before, ids } = plannedShapes(scene.elements, context)
  await pace.pause()
  const pictures = await picturesOf(scene.elements, scene.files, context.hash)
  const around = {
    pictures,
    captions: scene.captions,
    elements: elementsOf(shapes.map(({ element }) => element)),
    known: new Set(scene.elements.map(idOf)),
    tree: treeOf(shapes, framesIn(shapes), groupIds(context, shapes)),
  }
  await pace.pause()
  const orders = context.orders(shapes.length)
  const tally = new Tally()
  const edits: Edit[] = []
  const addShape = (shape: PlannedShape, index: number) => {
    const kept = keptFor(shape, around)
    const reading = readingOf(kept, around.elements)
    const isUnsupported = pictures.unsupported.has(textIn(shape.element, 'fileId') ?? '')
    tally.add(reading.approximations, isUnsupported ? 'unsupported-image' : (reading.placeholder ?? null))
    edits.push(...editsOf(shape.id, reading, orders[index], ids), {
      type: 'foreign',
      id: shape.id,
      foreign: keep(kept),
    })
  }
  await inSlices(eachOf(shapes, addShape), context.signal)
  tally.placeholder('deleted', deletedIn(scene.elements))
  return ok({
    title: titleIn(scene.document),
    edits: [...edits, ...around.tree.edits, ...groupNames(around.tree), documentEdit(scene.document, before)],
    assets: pictures.assets,
    ids,
    report: tally.report(),
    ...(scene.own ? { own: JSON.stringify(scene.own) } : {}),
  })
}

/** Elements by id; of several with one id, the first. */
export function elementsOf(elements: Iterable<Raw>): Elements {
  const byId = new Map<string, Raw>()
  for (const element of elements) {
    const id = idOf(element)
    if (id !== null && !byId.has(id)) byId.set(id, element)
  }
  return byId
}

interface Around {
  readonly pictures: Pictures
  readonly captions: Scene['captions']
  readonly tree: Tree
  readonly known: ReadonlySet<string | null>
}

function keptFor(
  { id, element, label, position, trail }: PlannedShape,
  { pictures, captions, tree, known }: Around,
): Kept {
  const isImage = typeOf(element) === 'image'
  const file = textIn(element, 'fileId') ?? ''
  return {
    element,
    label,
    position,
    trail,
    picture: isImage ? (pictures.byFile.get(file) ?? null) : null,
    caption: isImage && !pictures.byFile.has(file) ? (captions.get(file) ?? null) : null,
    parents: tree.parentsOf(id),
    absent: [...referencesOf(element), ...(label ? referencesOf(label) : [])].filter((each) => !known.has(each)),
  }
}

/** The ids of other elements that an element refers to. */
function referencesOf(element: Raw): readonly string[] {
  const ends = ['startBinding', 'endBinding'].map((key) => textIn(rawOf(valueIn(element, key)), 'elementId'))
  const others = [...ends, textIn(element, 'frameId'), textIn(element, 'containerId')]
  return [...boundTo(element).map(({ id }) => id), ...others.filter((id): id is string => id !== null)]
}

function framesIn(shapes: readonly PlannedShape[]): ReadonlyMap<string, ShapeId> {
  const frames = shapes.filter(({ element }) => ['frame', 'magicframe'].includes(typeOf(element)))
  return new Map(frames.map(({ element, id }) => [idOf(element) ?? '', id] as const).reverse())
}

/** Gives groups the ids they have in the drawing, if they can. */
function groupIds({ newId, isTaken }: ReadContext, shapes: readonly PlannedShape[]): (name: string) => ShapeId {
  const used = new Set<string>(shapes.map(({ id }) => id))
  return (name) => {
    const id = isName(name) && !isTaken(name) && !used.has(name) ? (name as ShapeId) : newId()
    used.add(id)
    return id
  }
}

/** Keeps the names of groups that have another id here. */
function groupNames({ groups }: Tree): readonly Edit[] {
  const renamed = [...groups].filter(([name, id]) => name !== id)
  return renamed.map(([group, id]) => ({ type: 'foreign', id, foreign: foreignOf({ group }) }))
}

function documentEdit(document: Raw, before: readonly Trailing[]): Edit {
  const data = before.length > 0 ? { document, before } : { document }
  return { type: 'foreign', id: documentKey(formatName), foreign: foreignOf(data) }
}

function deletedIn(elements: readonly Raw[]): number {
  return elements.filter((element) => valueIn(element, 'isDeleted') === true).length
}

function editsOf(
  id: ShapeId,
  reading: Reading,
  order: string | undefined,
  ids: ReadonlyMap<string, ShapeId>,
): readonly Edit[] {
  const { isLocked, link } = reading
  return [
    reading.ink ? strokeEdit(id, reading, order) : { type: 'create', shape: newShapeOf(id, reading, order, ids) },
    ...(isLocked ? [{ type: 'flags', id, locked: true } as const] : []),
    ...(link === undefined ? [] : [{ type: 'link', id, link } as const]),
  ]
}

function newShapeOf(
  id: ShapeId,
  { kind, at, style, props, text, start, end }: Reading,
  order: string | undefined,
  ids: ReadonlyMap<string, ShapeId>,
): NewShape {
  const [from, to] = [bindingOf(start, ids), bindingOf(end, ids)]
  const shape = {
    ...{ id, kind, at, style, ...props },
    ...(order === undefined ? {} : { order }),
    ...(text ? { text } : {}),
    ...(from ? { start: from } : {}),
    ...(to ? { end: to } : {}),
  }
  // A reading has the properties of its kind.
  return shape as unknown as NewShape
}

function bindingOf(end: ReadEnd | undefined, ids: ReadonlyMap<string, ShapeId>) {
  const to = end && ids.get(end.to)
  return to === undefined ? null : { ...end, to }
}

function strokeEdit(id: ShapeId, { style, at, ink }: Reading, order: string | undefined): Edit {
  const { points, pressure } = ink ?? { points: [], pressure: false }
  return {
    ...{ type: 'ink-add', id, style, pressure, quantum: inkQuantum, points },
    ...(order === undefined ? {} : { order }),
    ...(at.rotation === 0 ? {} : { at }),
  }
}
