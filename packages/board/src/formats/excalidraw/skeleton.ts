import { isRaw, listIn, numberIn, type Raw, rawOf, textIn, typeOf, valueIn } from './raw.ts'

/** Sides of a shape without a size, as in `convertToExcalidrawElements`. */
const usualSide = 100
/** Width of a letter relative to its size, to estimate texts. */
const letter = 0.55
const lineHeight = 1.25
/** Distance of a shape that an arrow brings along. */
const newShapeGap = 20

/**
 * Completes skeletons, the short form of elements in which an arrow names its ends and a shape its label
 * (https://docs.excalidraw.com/docs/@excalidraw/excalidraw/api/excalidraw-element-skeleton).
 */
export function elementsOfSkeletons(skeletons: readonly Raw[]): readonly Raw[] {
  const named = skeletons.map((skeleton, index) =>
    sized({ ...skeleton, id: textIn(skeleton, 'id') ?? `skeleton-${index}` }),
  )
  const made = named.flatMap((skeleton) => [...endShapes(skeleton), skeleton])
  const byId = new Map(made.map((each) => [textIn(each, 'id') ?? '', each]))
  const frames = framesIn(made)
  return made.flatMap((each) => {
    const frame = frames.get(textIn(each, 'id') ?? '')
    const whole = frame === undefined ? each : { ...each, frameId: frame }
    return withLabel(isLine(each) ? connected(whole, byId) : whole)
  })
}

function isLine(element: Raw): boolean {
  return typeOf(element) === 'arrow' || typeOf(element) === 'line'
}

function sized(skeleton: Raw): Raw {
  if (isLine(skeleton) || typeOf(skeleton) === 'freedraw') return skeleton
  const measured = typeOf(skeleton) === 'text' ? textSize(skeleton) : { width: usualSide, height: usualSide }
  return { ...measured, ...skeleton }
}

function textSize(text: Raw): { readonly width: number; readonly height: number } {
  const size = numberIn(text, 'fontSize', 20)
  const lines = (textIn(text, 'text') ?? '').split('\n')
  return {
    width: Math.max(...lines.map((line) => line.length)) * size * letter,
    height: lines.length * size * lineHeight,
  }
}

/** The shapes that an arrow brings along, as `start: {type}` or `end: {type}`. */
function endShapes(arrow: Raw): readonly Raw[] {
  if (!isLine(arrow)) return []
  const [x, y] = [numberIn(arrow, 'x'), numberIn(arrow, 'y')]
  return (['start', 'end'] as const).flatMap((end) => {
    const shape = valueIn(arrow, end)
    if (!isRaw(shape) || textIn(shape, 'id') !== null || typeOf(shape) === '') return []
    const whole = sized(shape)
    const [width, height] = [numberIn(whole, 'width'), numberIn(whole, 'height')]
    const left = end === 'start' ? x - newShapeGap - width : x + numberIn(arrow, 'width', usualSide) + newShapeGap
    return [{ x: left, y: y - height / 2, ...whole, id: endId(arrow, end) }]
  })
}

function endId(arrow: Raw, end: 'start' | 'end'): string {
  return textIn(rawOf(valueIn(arrow, end)), 'id') ?? `${textIn(arrow, 'id')}-${end}`
}

/** An arrow between the shapes it names, or with the points of its box. */
function connected(arrow: Raw, byId: ReadonlyMap<string, Raw>): Raw {
  const { start: _start, end: _end, ...own } = arrow
  const [from, to] = (['start', 'end'] as const).map((end) => byId.get(endId(arrow, end)))
  const bindings = {
    ...(from ? { startBinding: { elementId: textIn(from, 'id'), focus: 0, gap: 1 } } : {}),
    ...(to ? { endBinding: { elementId: textIn(to, 'id'), focus: 0, gap: 1 } } : {}),
  }
  if (listIn(arrow, 'points').length > 1) return { ...own, ...bindings }
  const hasOwn = typeof valueIn(arrow, 'width') === 'number' || typeof valueIn(arrow, 'height') === 'number'
  const [x, y] = from && !hasOwn ? centreOf(from) : [numberIn(arrow, 'x'), numberIn(arrow, 'y')]
  const [endX, endY] =
    to && !hasOwn ? centreOf(to) : [x + numberIn(arrow, 'width', hasOwn ? 0 : usualSide), y + numberIn(arrow, 'height')]
  const size = { width: Math.abs(endX - x), height: Math.abs(endY - y) }
  return {
    ...own,
    ...bindings,
    x,
    y,
    ...size,
    points: [
      [0, 0],
      [endX - x, endY - y],
    ],
  }
}

function centreOf(shape: Raw): readonly [number, number] {
  return [numberIn(shape, 'x') + numberIn(shape, 'width') / 2, numberIn(shape, 'y') + numberIn(shape, 'height') / 2]
}

/** An element, and after it the text that it has as its `label`. */
function withLabel({ label, ...element }: Raw): readonly Raw[] {
  if (!isRaw(label) || (textIn(label, 'text') ?? '') === '') return [element]
  const { width, height } = textSize(label)
  const [x, y] = centreOf(element)
  const text = {
    textAlign: 'center',
    verticalAlign: 'middle',
    ...label,
    ...{ type: 'text', id: `${textIn(element, 'id')}-label`, containerId: textIn(element, 'id') },
    ...{ x: x - width / 2, y: y - height / 2, width, height },
    ...(valueIn(element, 'groupIds') ? { groupIds: valueIn(element, 'groupIds') } : {}),
    ...(valueIn(element, 'frameId') ? { frameId: valueIn(element, 'frameId') } : {}),
  }
  return [element, text]
}

/** The frame of each element that a frame names among its children. */
function framesIn(elements: readonly Raw[]): ReadonlyMap<string, string> {
  return new Map(
    elements.flatMap((frame) =>
      listIn(frame, 'children').flatMap((child) =>
        typeof child === 'string' ? [[child, textIn(frame, 'id') ?? ''] as const] : [],
      ),
    ),
  )
}
