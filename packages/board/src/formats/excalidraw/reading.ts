import {
  type BoxedKind,
  cleanTitle,
  defaultStyle,
  type InkPoint,
  limits,
  type Place,
  parseLink,
  parseRichText,
  parseStyle,
  type RichText,
  richText,
  type Style,
} from '@inkbridge/types'
import type { ReportReason } from '../format.ts'
import { type Elements, endOf, pinsOf, type ReadEnd } from './element-ends.ts'
import { cropOf, imagePlaceOf } from './element-image.ts'
import { inkPlaceOf, inkPointsOf } from './element-ink.ts'
import { boxPlaceOf, isTooLong, linePlaceOf } from './element-points.ts'
import {
  alignOf,
  boxStyleOf,
  inkStyleOf,
  letterStyleOf,
  lineStyleOf,
  type ReadStyle,
  strokeStyleOf,
} from './element-style.ts'
import { labelStyleOf, richTextOf, textFaults } from './element-text.ts'
import type { Kept } from './kept.ts'
import { modernized } from './legacy.ts'
import { listIn, type Raw, textIn, typeOf, valueIn } from './raw.ts'
import { textPlaceOf } from './text-place.ts'

/** An element in the terms of a board. Reading the same element again gives an equal value. */
export interface Reading {
  readonly kind: BoxedKind | 'line' | 'text' | 'note' | 'frame' | 'image' | 'ink'
  readonly at: Place
  readonly style: Style
  /** The properties of its kind. */
  readonly props: Raw
  readonly ink?: { readonly points: readonly InkPoint[]; readonly pressure: boolean }
  readonly text?: RichText
  readonly link?: string
  readonly isLocked: boolean
  readonly start?: ReadEnd
  readonly end?: ReadEnd
  readonly approximations: readonly ReportReason[]
  /** Set for what a board has no kind for: it is shown as something else. */
  readonly placeholder?: ReportReason
}

type Own = Pick<Reading, 'kind' | 'at' | 'props'> &
  Partial<Pick<Reading, 'ink' | 'start' | 'end' | 'text' | 'placeholder'>> & { readonly read: ReadStyle }

type ReadElement = (element: Raw, kept: Kept, elements: Elements) => Own

/** Reads an element that is kept with its shape; `elements` are those that its ends may be bound to. */
export function readingOf(kept: Kept, elements: Elements): Reading {
  const element = modernized(kept.element)
  const type = typeOf(element)
  const { read, ...own } = (Object.hasOwn(readers, type) ? (readers[type] ?? unknown) : unknown)(
    element,
    kept,
    elements,
  )
  const label = labelOf(kept, element, type, read.style)
  const link = parseLink(valueIn(element, 'link'))
  const hasOddLink = Boolean(textIn(element, 'link')) && link === null
  return {
    ...own,
    style: parseStyle({ ...read.style, ...label?.style }),
    ...(label?.text && !own.text ? { text: label.text } : {}),
    ...(link ? { link } : {}),
    isLocked: valueIn(element, 'locked') === true,
    approximations: [
      ...new Set([...read.approximations, ...(label?.approximations ?? []), ...(hasOddLink ? ['link' as const] : [])]),
    ],
  }
}

const readers: Readonly<Record<string, ReadElement>> = {
  rectangle: box('rect', true),
  diamond: box('diamond', true),
  ellipse: box('ellipse', false),
  text: readText,
  line: readLine,
  arrow: readLine,
  freedraw: readInk,
  image: (element, kept) => (kept.picture ? readImage(element, kept) : missing(element, kept)),
  frame: readFrame,
  magicframe: readFrame,
  embeddable: embed,
  iframe: embed,
  stickynote: (element) => ({ ...box('rect', false)(element), kind: 'note' }),
}

function box(kind: BoxedKind, hasCorners: boolean): (element: Raw) => Own {
  return (element) => ({ kind, at: boxPlaceOf(element), props: {}, read: boxStyleOf(element, hasCorners) })
}

function readText(element: Raw): Own {
  const read = strokeStyleOf(element)
  const letters = letterStyleOf(element)
  const { color, opacity } = read.style
  return {
    kind: 'text',
    at: textPlaceOf(element),
    props: valueIn(element, 'autoResize') === false ? { wraps: true } : {},
    text: normal(richTextOf(element, color)),
    read: {
      style: {
        ...defaultStyle,
        color,
        ...(opacity === undefined ? {} : { opacity }),
        ...letters.style,
        align: alignOf(element),
      },
      approximations: [...letters.approximations, ...textFaults(element)],
    },
  }
}

function readLine(element: Raw, { element: original }: Kept, elements: Elements): Own {
  const { at, points } = linePlaceOf(element)
  const pins = pinsOf(element)
  const [start, end] = [endOf(element, 'start', elements), endOf(element, 'end', elements)]
  const read = lineStyleOf(element)
  return {
    kind: 'line',
    at,
    props: { points, ...(pins.length > 0 ? { pins } : {}) },
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    read: { ...read, approximations: [...read.approximations, ...(isTooLong(original) ? ['too-large' as const] : [])] },
  }
}

function readInk(element: Raw): Own {
  const ink = inkPointsOf(element)
  const read = inkStyleOf(element)
  const isLong = listIn(element, 'points').length > limits.maxStrokePoints
  return {
    kind: 'ink',
    at: inkPlaceOf(element, ink.points),
    props: {},
    ink,
    read: isLong ? { ...read, approximations: [...read.approximations, 'too-large'] } : read,
  }
}

function readImage(element: Raw, { picture }: Kept): Own {
  const crop = cropOf(element)
  return {
    kind: 'image',
    at: imagePlaceOf(element),
    props: { asset: picture?.asset, size: picture?.size, ...(crop ? { crop } : {}) },
    read: faded(element),
  }
}

function faded(element: Raw): ReadStyle {
  const { opacity } = strokeStyleOf(element).style
  return { style: { ...defaultStyle, ...(opacity === undefined ? {} : { opacity }) }, approximations: [] }
}

function readFrame(element: Raw): Own {
  return {
    kind: 'frame',
    at: boxPlaceOf(element),
    props: { name: cleanTitle(valueIn(element, 'name')) ?? '' },
    read: { style: defaultStyle, approximations: [] },
  }
}

/** A box with a dashed outline and a name in it. */
function placeholder(element: Raw, name: string, reason: ReportReason): Own {
  const read = boxStyleOf(element, true)
  return {
    kind: 'rect',
    at: boxPlaceOf(element),
    props: {},
    text: normal(richText(name)),
    placeholder: reason,
    read: { ...read, style: { ...read.style, color: '#868e96', width: 2, dash: 'dashed', fit: 'shrink' } },
  }
}

function embed(element: Raw): Own {
  return placeholder(element, textIn(element, 'link') ?? 'Web page', 'embed')
}

function missing(element: Raw, { caption }: Kept): Own {
  return placeholder(element, caption ?? 'Image', 'missing-image')
}

function unknown(element: Raw): Own {
  return placeholder(element, typeOf(element).slice(0, 40), 'shape')
}

/** The text that a drawing has as an element of its own. */
function labelOf({ label }: Kept, shape: Raw, type: string, { color }: Style) {
  if (!label) return null
  const text = modernized(label)
  const { style, approximations } = labelStyleOf(text, shape, type)
  return { text: normal(richTextOf(text, color)), style, approximations: [...approximations, ...textFaults(text)] }
}

/** A text as it is read from a document again. */
function normal(text: RichText): RichText {
  const clean = text.map(({ runs }) => ({
    runs: runs.map((run) => ({ ...run, text: run.text.replace(/[\t\r\v\f\u0085\u2028\u2029]/g, ' ') })),
  }))
  // Colours of runs are nested in a document.
  return (parseRichText(clean) ?? []) as RichText
}
