import { generateNKeysBetween } from 'fractional-indexing'
import type { Trailing } from './kept.ts'
import { idOf, type Raw, textIn, typeOf, valueIn } from './raw.ts'
import type { WrittenEntry } from './relations.ts'

/** Elements in the order of a file: those without a shape stay where they were in the drawing. */
export function ordered(written: readonly WrittenEntry[], before: readonly Trailing[]): readonly Raw[] {
  const elements: Raw[] = []
  const used = new Set<string>(written.flatMap(({ entry }) => [entry.id, entry.labelId]))
  const labels = labelPlaces(written, before)
  const addTrail = (trail: readonly Trailing[]) => {
    for (const each of trail) {
      if ('labelOf' in each) elements.push(...(labels.elsewhere.get(each.labelOf) ?? []))
      else if (!used.has(idOf(each.element) ?? '')) {
        used.add(idOf(each.element) ?? '')
        elements.push(each.element)
      }
    }
  }
  addTrail(before)
  for (const { entry, element, label, others } of written) {
    elements.push(element, ...others)
    if (label && !labels.moved.has(label)) elements.push(label)
    addTrail(entry.kept?.trail ?? [])
  }
  return framesAbove(elements)
}

/** Texts that are not directly above their shapes, by the name of the shape in the drawing. */
function labelPlaces(written: readonly WrittenEntry[], before: readonly Trailing[]) {
  const trails = [before, ...written.map(({ entry }) => entry.kept?.trail ?? [])].flat()
  const names = new Set(trails.flatMap((each) => ('labelOf' in each ? [each.labelOf] : [])))
  const elsewhere = new Map<string, Raw[]>()
  const moved = new Set<Raw>()
  for (const { entry, label } of written) {
    const name = entry.kept?.label ? idOf(entry.kept.element) : null
    if (!label || name === null || !names.has(name) || elsewhere.has(name)) continue
    elsewhere.set(name, [label])
    moved.add(label)
  }
  return { elsewhere, moved }
}

/** Frames directly above their topmost contents, where they are below one of them. */
function framesAbove(elements: readonly Raw[]): readonly Raw[] {
  const last = new Map<string, number>()
  elements.forEach((element, index) => {
    const frame = textIn(element, 'frameId')
    if (frame !== null && valueIn(element, 'isDeleted') !== true) last.set(frame, index)
  })
  const lifted = new Map<number, Raw[]>()
  const stays: (Raw | null)[] = elements.map((element, index) => {
    const above = ['frame', 'magicframe'].includes(typeOf(element)) ? last.get(idOf(element) ?? '') : undefined
    if (above === undefined || above < index) return element
    lifted.set(above, [...(lifted.get(above) ?? []), element])
    return null
  })
  return stays.flatMap((element, index) => [...(element ? [element] : []), ...(lifted.get(index) ?? [])])
}

/** Gives elements new keys of the z-order, unless all of them rise, or all are missing. */
export function indexed(elements: readonly Raw[], isUnchanged: boolean): readonly Raw[] {
  const keys = elements.filter((each) => valueIn(each, 'isDeleted') !== true).map((each) => textIn(each, 'index'))
  const isRising = keys.every((key, at) => key !== null && (at === 0 || key > (keys[at - 1] ?? '')))
  if (isUnchanged || isRising || keys.every((key) => key === null)) return elements
  const fresh = generateNKeysBetween(null, null, elements.length)
  return elements.map((element, at) => ({ ...element, index: fresh[at] ?? null }))
}
