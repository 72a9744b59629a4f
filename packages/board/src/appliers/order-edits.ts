import { limits } from '@inkbridge/types'
import { isOrder } from '../order.ts'
import { readOrder } from '../read.ts'
import { type Appliers, orderOf, setOrder, setProps } from './context.ts'

/** Edits of the z-order, and of frames: what is in them and their names. */
export const orderAppliers: Appliers<'order' | 'parent' | 'name'> = {
  order({ id, order }, { layout }) {
    if (layout.shapes.has(id) && isOrder(order)) setOrder(layout, id, order, readOrder(layout.order.get(id)).parent)
  },
  parent({ id, parent }, context) {
    if (context.layout.shapes.has(id)) setOrder(context.layout, id, orderOf(context, id), parent)
  },
  name: ({ id, name }, context) => setProps(context, id, { name: name.slice(0, limits.maxTitleLength) }),
}
