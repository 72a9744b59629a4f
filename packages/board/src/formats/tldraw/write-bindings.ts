import type { Binding, LineShape, ShapeId } from '@inkbridge/types'
import { isSame } from './merge.ts'
import type { BindingRecord } from './records.ts'

const ends = ['start', 'end'] as const

interface Context {
  /** The record of a shape in the file; undefined: it is not in it. */
  recordOf(id: ShapeId): string | undefined
  /** The binding that an end was read from. */
  original(end: 'start' | 'end'): BindingRecord | undefined
}

/** Whether both ends of a line are bound as they were read. */
export function isBoundAs(line: LineShape, read: LineShape): boolean {
  return ends.every((end) => isSame(line[end] ?? null, read[end] ?? null))
}

/** The records of a line's bindings; those that are as they were read are written as they were. */
export function bindingRecords(line: LineShape, read: LineShape | null, arrow: string, context: Context) {
  return ends.flatMap((end): readonly BindingRecord[] => {
    const binding = line[end]
    const toId = binding && context.recordOf(binding.to)
    if (!binding || !toId) return []
    const original = context.original(end)
    if (original && read && isSame(binding, read[end] ?? null)) return [{ ...original, fromId: arrow, toId }]
    const id = original?.id ?? `binding:${arrow.slice('shape:'.length)}-${end}`
    const props = { terminal: end, ...anchorOf(binding), snap: 'none' }
    return [{ id, typeName: 'binding', type: 'arrow', fromId: arrow, toId, props, meta: original?.meta ?? {} }]
  })
}

function anchorOf({ at, outline }: Binding) {
  const [x = 0.5, y = 0.5] = at ?? []
  return { normalizedAnchor: { x, y }, isExact: at !== undefined && !outline, isPrecise: at !== undefined }
}
