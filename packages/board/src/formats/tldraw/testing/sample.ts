/** A document with every type of shape, in the current schema of tldraw. */

const text = (words: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: words === '' ? [] : [{ type: 'text', text: words }] }],
})

/** Points (0,0,.5), (10,5,.5), (20.5,7.25,.7) packed. */
const path = 'AAAAAAAAAAAAAAA/AEkARQAAQEmAQGYy'
/** A PNG of one pixel. */
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const look = { color: 'red', dash: 'draw', size: 'm', fill: 'solid', scale: 1 }
const label = { font: 'sans', labelColor: 'black', richText: text('Harbour') }

export const geoProps = {
  ...look,
  ...label,
  ...{ geo: 'cloud', w: 200.4, h: 100.2, growY: 12.3, url: 'https://example.org/', align: 'start' },
  ...{ verticalAlign: 'end', flipX: false, flipY: false },
}

/** A shape of this type on the first page. */
export function shapeRecord(id: string, type: string, index: string, props: object, more: object = {}) {
  return {
    ...{ id: `shape:${id}`, typeName: 'shape', type, index, x: 10.123, y: 20.456, rotation: 0, parentId: 'page:one' },
    ...{ isLocked: false, opacity: 1, meta: {}, props },
    ...more,
  }
}

const line = { color: 'grey', dash: 'dashed', size: 'xl', scale: 1 }

export const arrowProps = {
  ...{ ...look, ...label, kind: 'arc', start: { x: 0, y: 0 }, end: { x: 300, y: 40 }, bend: 30, elbowMidPoint: 0.5 },
  ...{ arrowheadStart: 'square', arrowheadEnd: 'triangle', labelPosition: 0.4, fill: 'none' },
}

function binding(id: string, terminal: string, toId: string, props: object) {
  const anchor = { normalizedAnchor: { x: 0.25, y: 0.75 }, isExact: false, isPrecise: true, snap: 'edge' }
  return {
    ...{ id: `binding:${id}`, typeName: 'binding', type: 'arrow', fromId: 'shape:arrow', toId, meta: { by: 'hand' } },
    props: { terminal, ...anchor, ...props },
  }
}

const ink = { segments: [{ type: 'free', path }], isComplete: true, isPen: true, scale: 1, scaleX: 2, scaleY: 1 }
const image = { playing: true, url: '', assetId: 'asset:pixel', flipX: true, flipY: true, altText: 'A dot' }
const words = { color: 'violet', size: 'l', font: 'mono', textAlign: 'middle' }

export const records = [
  { id: 'document:document', typeName: 'document', gridSize: 20, name: 'Pier', meta: { of: 'port' } },
  { id: 'page:one', typeName: 'page', name: 'First', index: 'a1', meta: {} },
  { id: 'page:two', typeName: 'page', name: 'Second', index: 'a2', meta: { second: true } },
  shapeRecord('geo', 'geo', 'a1', geoProps, { rotation: 0.7, meta: { constructor: 'yard' }, opacity: 0.5 }),
  shapeRecord('flipped', 'geo', 'a1V', { ...geoProps, geo: 'triangle', flipY: true, fill: 'lined-fill' }),
  shapeRecord('note', 'note', 'a2', {
    ...label,
    ...{
      color: 'yellow',
      size: 's',
      fontSizeAdjustment: 1,
      align: 'middle',
      verticalAlign: 'start',
      growY: 30,
      url: '',
    },
    ...{ scale: 1.5, textLastEditedBy: null },
  }),
  shapeRecord('text', 'text', 'a3', { ...words, w: 80, richText: text('Words'), scale: 1.25, autoSize: true }),
  shapeRecord('wrapped', 'text', 'a4', { ...words, w: 80, richText: text(''), scale: 1, autoSize: false }),
  shapeRecord('draw', 'draw', 'a5', { ...ink, ...look, isClosed: true }, { rotation: -1.1 }),
  shapeRecord('highlight', 'highlight', 'a6', { ...ink, color: 'light-green', size: 'xl' }),
  shapeRecord('line', 'line', 'a7', {
    ...line,
    spline: 'cubic',
    points: {
      x: { id: 'x', index: 'a1', x: 5, y: 6 },
      y: { id: 'y', index: 'a2V', x: -70.5, y: 8 },
      z: { id: 'z', index: 'a3', x: 90, y: 100 },
    },
  }),
  shapeRecord('arrow', 'arrow', 'a8', arrowProps),
  binding('start', 'start', 'shape:geo', {}),
  binding('end', 'end', 'shape:note', { isExact: true, normalizedAnchor: { x: 0.5, y: 0.5 } }),
  shapeRecord('elbow', 'arrow', 'a8V', { ...arrowProps, kind: 'elbow', bend: 0, elbowMidPoint: 0.2 }),
  shapeRecord('frame', 'frame', 'a9', { w: 500, h: 300, name: 'Docks', color: 'black' }, { rotation: 0.3 }),
  shapeRecord('outer', 'group', 'a1', {}, { parentId: 'shape:frame', rotation: 0.2 }),
  shapeRecord('inner', 'group', 'a1', {}, { parentId: 'shape:outer', isLocked: true }),
  shapeRecord('one', 'geo', 'a1', geoProps, { parentId: 'shape:inner' }),
  shapeRecord('two', 'geo', 'a2', { ...geoProps, geo: 'ellipse' }, { parentId: 'shape:inner', x: 300 }),
  shapeRecord('three', 'geo', 'a2', { ...geoProps, fill: 'none' }, { parentId: 'shape:outer', y: 200 }),
  shapeRecord('image', 'image', 'aA', {
    ...image,
    ...{ w: 100, h: 50, crop: { topLeft: { x: 0.25, y: 0 }, bottomRight: { x: 1, y: 0.5 }, isCircle: true } },
  }),
  {
    ...{ id: 'asset:pixel', typeName: 'asset', type: 'image', meta: {} },
    props: { w: 40, h: 30, name: 'dot.png', isAnimated: false, mimeType: 'image/png', src: pixel, fileSize: 70 },
  },
  shapeRecord('embed', 'embed', 'aB', { w: 320, h: 240, url: 'https://example.org/film' }),
  shapeRecord('aside', 'geo', 'a1', geoProps, { parentId: 'page:two', x: -900, y: 4 }),
]
