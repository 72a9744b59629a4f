import type { ShapeId } from '@inkbridge/types'
import { type Entries, type Entry, ownId, same } from './entries.ts'
import { dataOf, sameList, statedParents } from './kept.ts'
import { boundTo } from './legacy.ts'
import { idOf, isRaw, type Raw, rawOf, textIn, valueIn } from './raw.ts'
import { bindingOf } from './write-line.ts'

/** The name that a group has in the drawing. */
function groupName(id: ShapeId, { board }: Entries): string {
  const foreign = board.foreignOf(id)
  return (foreign && textIn(dataOf(foreign) ?? {}, 'group')) ?? id
}

/** The groups and the frame of an element that have changed. */
export function parentChanges(entry: Entry, entries: Entries): Raw {
  const { kept, stored, id } = entry
  const groups = entries.board.groupsOf(stored.id).map((group) => groupName(group, entries))
  const frame = stored.frame ? entries.get(stored.frame) : undefined
  const isCopy = kept !== null && idOf(kept.element) !== id
  const areSameGroups = kept !== null && sameList(groups, kept.parents.groups)
  const isSameFrame = kept !== null && (frame ? ownId(frame) : null) === kept.parents.frame
  const stated = kept && statedParents(kept.element)
  return {
    ...(areSameGroups && !(isCopy && !sameList(stated?.groups ?? [], groups)) ? {} : { groupIds: groups }),
    ...(isSameFrame && !(frame && frame.id !== stated?.frame) ? {} : { frameId: frame?.id ?? null }),
  }
}

/**
 * The elements that are bound to each other say so on both sides. Lists of the drawing are kept as far as they are still
 * true; ids that nothing has are removed, unless the drawing had them already.
 */
export function boundChanges(entry: Entry, element: Raw, bound: Bound): Raw {
  const { kept } = entry
  const stated = kept ? boundTo(kept.element) : []
  const needed = bound.needed.get(entry.id) ?? []
  const remaining = [...needed]
  const list = stated.flatMap((each) => {
    const at = remaining.findIndex(({ name }) => name === each.id)
    const found = at < 0 ? undefined : remaining.splice(at, 1)[0]
    if (found) return [{ id: found.id, type: found.type }]
    return isStillTrue(each.id, entry, bound) ? [each] : []
  })
  const all = [...list, ...remaining.filter(({ isNew }) => isNew).map(({ id, type }) => ({ id, type }))]
  return same(all, stated) ? {} : { ...without(element), boundElements: all }
}

/** Legacy lists would be read instead of the current one by old versions. */
function without(element: Raw): Raw {
  return valueIn(element, 'boundElementIds') === undefined ? {} : { boundElementIds: null }
}

/** An arrow or a text that an element has to name. */
interface Needed {
  /** Its id in the drawing it came from. */
  readonly name: string | null
  readonly id: string
  readonly type: 'arrow' | 'text'
  /** It was not bound in the drawing. */
  readonly isNew: boolean
}

/** What the elements of a drawing have to name, and what is there. */
export interface Bound {
  readonly needed: ReadonlyMap<string, readonly Needed[]>
  /** All elements that will be in the file, by id. */
  readonly written: ReadonlyMap<string, Raw>
}

/** An id that was not in the drawing either, or of an element that does not say so itself, as in the drawing. */
function isStillTrue(id: string, { kept }: Entry, { written }: Bound): boolean {
  if (kept?.absent.includes(id)) return true
  const element = written.get(id)
  return element !== undefined && element !== kept?.label && !wasBound(element, kept?.element ?? {})
}

function wasBound(element: Raw, to: Raw): boolean {
  if (valueIn(element, 'isDeleted') === true) return false
  const ends = ['startBinding', 'endBinding'].map((key) => textIn(rawOf(valueIn(element, key)), 'elementId'))
  return [...ends, textIn(element, 'containerId')].includes(idOf(to))
}

/** Finds what each element has to name, from the elements of lines and texts. */
export function neededBy(pairs: readonly WrittenEntry[]): ReadonlyMap<string, readonly Needed[]> {
  const needed = new Map<string, Needed[]>()
  const add = (to: string, item: Needed) => {
    const list = needed.get(to)
    if (!list) needed.set(to, [item])
    else if (!list.some(({ id }) => id === item.id)) list.push(item)
  }
  for (const { entry, element, label } of pairs) {
    if (label && valueIn(label, 'containerId') !== null)
      add(entry.id, {
        name: entry.kept?.label ? idOf(entry.kept.label) : null,
        id: entry.labelId,
        type: 'text',
        isNew: !entry.kept?.label,
      })
    for (const end of ['start', 'end'] as const) {
      const binding = valueIn(element, `${end}Binding`)
      const to = isRaw(binding) ? textIn(binding, 'elementId') : null
      const was = entry.kept && textIn(rawOf(valueIn(entry.kept.element, `${end}Binding`)), 'elementId')
      if (to !== null && bindingOf(entry.stored, end))
        add(to, { name: ownId(entry), id: entry.id, type: 'arrow', isNew: to !== was || ownId(entry) !== entry.id })
    }
  }
  return needed
}

/** A shape with its elements. */
export interface WrittenEntry {
  readonly entry: Entry
  readonly element: Raw
  readonly label: Raw | null
  /** Further elements directly above. */
  readonly others: readonly Raw[]
}
