import type { ShapeId } from '@inkbridge/types'
import type { ReadContext } from '../format.ts'
import { canContainText } from './element-text.ts'
import type { Trailing } from './kept.ts'
import { idOf, isShown, type Raw, textIn, typeOf } from './raw.ts'

/** A shape to be made of an element. */
export interface PlannedShape {
  readonly id: ShapeId
  readonly element: Raw
  readonly label: Raw | null
  readonly position: number
  readonly trail: readonly Trailing[]
}

/** The shapes of a drawing, bottom to top. */
export interface PlannedShapes {
  readonly shapes: readonly PlannedShape[]
  /** Elements before the first shape. */
  readonly before: readonly Trailing[]
  /** The shape of each element that has one, a text in a shape included. */
  readonly ids: ReadonlyMap<string, ShapeId>
}

/** Decides which elements become shapes: not deleted ones, and not texts in other shapes. */
export function plannedShapes(
  elements: readonly Raw[],
  { newId, isTaken }: Pick<ReadContext, 'newId' | 'isTaken'>,
): PlannedShapes {
  const labels = labelsIn(elements)
  const containers = new Map([...labels].map(([container, label]) => [label, container]))
  const ids = new Map<string, ShapeId>()
  const used = new Set<string>()
  const before: Trailing[] = []
  const shapes: (PlannedShape & { readonly trail: Trailing[] })[] = []
  elements.forEach((element, position) => {
    const last = shapes.at(-1)
    const container = containers.get(element)
    if (container) {
      // The usual place of a text is directly above its shape.
      if (last?.element !== container || last.trail.length > 0)
        (last?.trail ?? before).push({ labelOf: idOf(container) ?? '' })
    } else if (isShown(element)) {
      const own = idOf(element)
      const id = own !== null && isName(own) && !isTaken(own) && !used.has(own) ? (own as ShapeId) : newId()
      used.add(id)
      if (own !== null && !ids.has(own)) ids.set(own, id)
      shapes.push({ id, element, label: labels.get(element) ?? null, position, trail: [] })
    } else (last?.trail ?? before).push({ element })
  })
  const idsOf = new Map(shapes.map(({ element, id }) => [element, id]))
  for (const [container, label] of labels) {
    const [id, shape] = [idOf(label), idsOf.get(container)]
    if (id !== null && shape && !ids.has(id)) ids.set(id, shape)
  }
  return { shapes, before, ids }
}

/** Whether the id of a drawing can be that of a shape here. */
export function isName(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id) && !(id in Object.prototype)
}

/** The text in each shape that has one: the first of those that name it as their container. */
function labelsIn(elements: readonly Raw[]): ReadonlyMap<Raw, Raw> {
  const containers = new Map<string, Raw>()
  for (const element of elements) {
    const id = idOf(element)
    if (id !== null && isShown(element) && canContainText(typeOf(element)) && !containers.has(id))
      containers.set(id, element)
  }
  const labels = new Map<Raw, Raw>()
  for (const element of elements) {
    if (typeOf(element) !== 'text' || !isShown(element)) continue
    const container = containers.get(textIn(element, 'containerId') ?? '')
    if (container && !labels.has(container)) labels.set(container, element)
  }
  return labels
}
