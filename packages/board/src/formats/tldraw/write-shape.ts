import {
  type BoxedShape,
  type FrameShape,
  frameRecord,
  type ImageShape,
  imageRecord,
  isStroke,
  lineRecord,
  type NoteShape,
  noteRecord,
  parseBoxedKind,
  type Shape,
  type TextShape,
  textRecord,
} from '@inkbridge/types'
import { geos, labelSizes, nearestColor, nearestSize } from './names.ts'
import { noteSide } from './read-box.ts'
import { colorOfText, losesStyle, richDoc } from './rich-doc.ts'
import { spaceOf } from './space.ts'
import { writeInk } from './write-ink.ts'
import { writeLine } from './write-line.ts'
import {
  alignName,
  fillName,
  fontName,
  labelColorName,
  letterProps,
  losesColor,
  outlineProps,
  valignName,
} from './write-style.ts'
import type { WriteContext, WrittenShape } from './written.ts'

/** Writes a shape of any kind; those that are unknown to tldraw as a box. */
export function writeShape(shape: Shape, context: WriteContext): WrittenShape {
  if (isStroke(shape)) return writeInk(shape, context)
  if (lineRecord.is(shape)) return writeLine(shape, context)
  if (textRecord.is(shape)) return writeText(shape, context)
  if (noteRecord.is(shape)) return writeNote(shape)
  if (frameRecord.is(shape)) return writeFrame(shape)
  if (imageRecord.is(shape)) return writeImage(shape, context)
  const boxed = parseBoxedKind(shape.kind)
  return boxed
    ? writeBox({ ...shape, kind: boxed })
    : { ...writeBox({ ...shape, kind: 'rect' }), approximated: 'shape' }
}

/** Sides that are 0 are refused. */
function side(length: number): number {
  return Math.max(1, length)
}

function urlOf({ link }: Shape): string {
  return link && !link.startsWith('#') ? link : ''
}

function writeBox(shape: BoxedShape): WrittenShape {
  const { at, style, text, kind } = shape
  const losing = losesColor(style)
    ? 'color'
    : losesStyle(text)
      ? 'text-style'
      : shape.link?.startsWith('#')
        ? 'link'
        : null
  return {
    type: 'geo',
    space: spaceOf(at),
    props: {
      ...outlineProps(style),
      geo: geos.toTheirs.get(kind) ?? 'rectangle',
      w: side(at.w),
      h: side(at.h),
      growY: 0,
      url: urlOf(shape),
      fill: fillName(style),
      labelColor: labelColorName(colorOfText(text), style.color),
      font: fontName(style),
      align: alignName(style.align, 'center'),
      verticalAlign: valignName(style.valign, 'middle'),
      richText: richDoc(text),
      flipX: at.mirrored === true,
      flipY: false,
    },
    ...(losing ? { approximated: losing } : {}),
  }
}

/** A note is square in tldraw, and grows down: a wide one is the scale of its width. */
function writeNote(shape: NoteShape): WrittenShape {
  const { at, style, text } = shape
  const scale = side(at.w) / noteSide
  const fill = style.fill ?? 'amber'
  return {
    type: 'note',
    space: spaceOf(at),
    props: {
      color: nearestColor(fill).name,
      labelColor: nearestColor(style.color).name,
      size: nearestSize((style.size ?? 20) / scale, labelSizes).name,
      font: fontName(style),
      fontSizeAdjustment: null,
      align: alignName(style.align, 'start'),
      verticalAlign: valignName(style.valign, 'top'),
      growY: Math.max(0, at.h - noteSide * scale),
      url: urlOf(shape),
      richText: richDoc(text),
      scale,
      textLastEditedBy: null,
    },
    ...(nearestColor(fill).isExact
      ? losesStyle(text)
        ? { approximated: 'text-style' }
        : {}
      : { approximated: 'color' }),
  }
}

function writeText(shape: TextShape, { widthOf }: WriteContext): WrittenShape {
  const { at, style, text, wraps } = shape
  const { size, scale } = letterProps(style)
  const width = widthOf(shape) ?? at.w
  return {
    type: 'text',
    space: spaceOf(wraps ? at : widened(shape, width)),
    props: {
      color: nearestColor(style.color).name,
      size,
      font: fontName(style),
      textAlign: alignName(style.align, 'start'),
      w: side((wraps ? at.w : width) / scale),
      richText: richDoc(text),
      scale,
      autoSize: wraps !== true,
    },
    ...(losesColor(style) ? { approximated: 'color' } : losesStyle(text) ? { approximated: 'text-style' } : {}),
  }
}

/** The place of a text with the width of its lines, about the point where it is aligned. */
function widened({ at, style }: TextShape, w: number): TextShape['at'] {
  const part = style.align === 'center' ? 0.5 : style.align === 'end' ? 1 : 0
  const by = (at.w - w) * part
  const [sin, cos] = [Math.sin(at.rotation), Math.cos(at.rotation)]
  const [turnX, turnY] = [by - (at.w - w) / 2, 0]
  const [centreX, centreY] = [at.x + at.w / 2 + turnX * cos - turnY * sin, at.y + at.h / 2 + turnX * sin]
  return { ...at, w, x: centreX - w / 2, y: centreY - at.h / 2 }
}

function writeFrame({ at, style, name }: FrameShape): WrittenShape {
  const color = style.fill ? nearestColor(style.fill).name : 'black'
  return { type: 'frame', space: spaceOf(at), props: { w: side(at.w), h: side(at.h), name, color } }
}

function writeImage(shape: ImageShape, { assetRecord }: WriteContext): WrittenShape {
  const { at, crop, mask, alt, asset } = shape
  const [x = 0, y = 0, w = 1, h = 1] = crop ?? []
  const isCropped = crop !== undefined || mask !== undefined
  const isCircle = mask === 'ellipse' ? { isCircle: true } : {}
  const cropped = { topLeft: { x, y }, bottomRight: { x: x + w, y: y + h }, ...isCircle }
  const props = {
    ...{ w: side(at.w), h: side(at.h), playing: true, url: urlOf(shape), assetId: assetRecord(asset) },
    ...{ crop: isCropped ? cropped : null, flipX: at.mirrored === true, flipY: false, altText: alt ?? '' },
  }
  return { type: 'image', space: spaceOf(at), props, ...(shape.radius ? { approximated: 'shape' } : {}) }
}
