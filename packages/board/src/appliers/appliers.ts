import type { Edit } from '@inkbridge/types'
import type { Appliers, EditContext } from '../edit-context.ts'
import { groupAppliers } from './group-edits.ts'
import { inkAppliers } from './ink-edits.ts'
import { lineAppliers } from './line-edits.ts'
import { orderAppliers } from './order-edits.ts'
import { shapeAppliers } from './shape-edits.ts'
import { styleAppliers } from './style-edits.ts'
import { textAppliers } from './text-edits.ts'

/** The appliers of all types of edits. */
const appliers: Appliers<Edit['type']> = {
  ...shapeAppliers,
  ...styleAppliers,
  ...lineAppliers,
  ...textAppliers,
  ...orderAppliers,
  ...groupAppliers,
  ...inkAppliers,
}

/** Applies one edit. Call inside a transaction. An edit of a shape that does not exist does nothing. */
export function applyEdit<Type extends Edit['type']>(edit: Edit & { readonly type: Type }, context: EditContext): void {
  const apply: (edit: Edit & { readonly type: Type }, context: EditContext) => void = appliers[edit.type]
  apply(edit, context)
}
