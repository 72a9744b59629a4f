import { type Appliers, orderOf, setOrder } from '../edit-context.ts'
import { isOrder } from '../order.ts'
import { readOrder } from '../read.ts'

/** Edits of the z-order, and of the contents of frames. */
export const orderAppliers: Appliers<'order' | 'parent'> = {
  order({ id, order }, { layout }) {
    if (layout.shapes.has(id) && isOrder(order)) setOrder(layout, id, order, readOrder(layout.order.get(id)).parent)
  },
  parent({ id, parent }, context) {
    if (context.layout.shapes.has(id)) setOrder(context.layout, id, orderOf(context, id), parent)
  },
}
