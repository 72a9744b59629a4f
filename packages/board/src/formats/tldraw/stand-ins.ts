import { richText } from '@inkbridge/types'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import { richDoc } from './rich-doc.ts'

/** The size of a box for a shape that does not say its own, px. */
const [usualWidth, usualHeight] = [200, 100]

/** Boxes in place of shapes of unknown types, or with invalid properties, which they keep in `meta`. */
export function standInsFor(rejected: readonly PlainRecord[]): readonly PlainRecord[] {
  return rejected.filter(({ typeName }) => typeName === 'shape').map(standIn)
}

function standIn(record: PlainRecord): PlainRecord {
  const { id, typeName, x, y, index, parentId, isLocked, rotation } = record
  const { w, h } = isPlainRecord(record.props) ? record.props : {}
  const side = (value: unknown, usual: number) => (typeof value === 'number' && value > 0 ? value : usual)
  const props = {
    ...{ geo: 'rectangle', w: side(w, usualWidth), h: side(h, usualHeight), growY: 0, scale: 1, url: '' },
    ...{ dash: 'dashed', fill: 'none', color: 'grey', labelColor: 'grey', size: 's', font: 'sans' },
    ...{ align: 'middle', verticalAlign: 'middle', flipX: false, flipY: false },
    richText: richDoc(richText(String(record.type).slice(0, 100))),
  }
  return {
    ...{ id, typeName, x, y, index, parentId, props },
    type: 'geo',
    rotation: typeof rotation === 'number' ? rotation : 0,
    isLocked: isLocked === true,
    opacity: 1,
    meta: { original: record },
  }
}
