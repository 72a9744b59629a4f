import { type BoxedKind, limits, type Place, richText } from '@inkbridge/types'
import { colorOf, geos, labelSizes, textSizes } from './names.ts'
import {
  alignOf,
  fillStyle,
  labelColorOf,
  letterStyle,
  linkOf,
  opacityStyle,
  outlineStyle,
  valignOf,
} from './read-style.ts'
import type { Base, Reading, Sources } from './reading.ts'
import type { FrameRecord, GeoProps, GeoRecord, MediaRecord, NoteRecord, TextRecord } from './records.ts'
import { textOf } from './rich-doc.ts'
import { placeAt, type Space } from './space.ts'

const origin = { x: 0, y: 0 }
/** The side of a note at scale 1, px. */
export const noteSide = 200

type Pairs = Partial<Readonly<Record<BoxedKind, BoxedKind>>>

/** Kinds that a flip turns into one another. */
const slants: Pairs = { parallelogram: 'parallelogram-left', 'parallelogram-left': 'parallelogram' }
const acrossPairs: Pairs = { ...slants, 'arrow-left': 'arrow-right', 'arrow-right': 'arrow-left' }
const downPairs: Pairs = { ...slants, 'arrow-up': 'arrow-down', 'arrow-down': 'arrow-up' }
/** Kinds that look different when they are flipped, and that no other kind looks like. */
const unlikeAcross: ReadonlySet<BoxedKind> = new Set<BoxedKind>(['cloud', 'check-box'])
const unlikeDown: ReadonlySet<BoxedKind> = new Set<BoxedKind>([
  ...unlikeAcross,
  'triangle',
  'pentagon',
  'star',
  'trapezoid',
  'heart',
])

export function readGeo({ props, opacity }: GeoRecord, space: Space, base: Base): Reading {
  const plain = geos.toOurs.get(props.geo) ?? 'rect'
  const across = (props.flipX && acrossPairs[plain]) || plain
  const kind = (props.flipY && downPairs[across]) || across
  const at = flippedGeo(placeAt(space, origin, props.w, props.h + props.growY), kind, props)
  const text = textOf(props.richText, labelColorOf(props.labelColor, colorOf(props.color)))
  const style = {
    ...outlineStyle(props),
    // Hand-drawn ones have slightly rounded corners.
    ...(props.dash === 'draw' ? {} : { corners: 'sharp' as const }),
    ...fillStyle(props.fill, props.color),
    ...letterStyle(props, labelSizes),
    align: alignOf(props.align),
    valign: valignOf(props.verticalAlign),
    fit: 'shrink',
    ...opacityStyle(opacity),
  } as const
  const isTextTurned = text !== undefined && props.flipY && unlikeDown.has(kind)
  const isFillUnlike = props.fill === 'semi' || props.fill === 'lined-fill'
  return {
    shape: { ...base, kind, at, style, ...linkOf(props.url), ...(text ? { text } : {}) },
    offset: origin,
    ...(isTextTurned ? { approximated: 'label' } : isFillUnlike ? { approximated: 'fill-pattern' } : {}),
    ...(props.dash === 'none' ? { approximated: 'stroke' } : {}),
  }
}

/** A flip of a kind that looks different then: downward it is half a turn of one across. */
function flippedGeo(at: Place, kind: BoxedKind, { flipX, flipY }: GeoProps): Place {
  const isDown = flipY && unlikeDown.has(kind)
  const isAcross = unlikeAcross.has(kind) && flipX !== isDown
  const placed = isDown ? { ...at, rotation: at.rotation + (at.rotation > 0 ? -Math.PI : Math.PI) } : at
  return isAcross ? { ...placed, mirrored: true } : placed
}

export function readNote({ props, opacity }: NoteRecord, space: Space, base: Base): Reading {
  const side = noteSide * props.scale
  const at = placeAt(space, origin, side, side + props.growY)
  const text = textOf(props.richText)
  const style = {
    width: 4,
    color: colorOf(props.labelColor),
    fill: props.color === 'black' ? 'amber' : colorOf(props.color),
    ...letterStyle(props, labelSizes),
    align: alignOf(props.align),
    valign: valignOf(props.verticalAlign),
    fit: 'shrink',
    ...opacityStyle(opacity),
  } as const
  return {
    shape: { ...base, kind: 'note', at, style, ...linkOf(props.url), ...(text ? { text } : {}) },
    offset: origin,
  }
}

/** The width of a text that sizes itself and was never shown; otherwise it is the width it was shown with. */
const neverMeasured = 8
/** The average width of a letter, and the height of a line, by the size of letters. */
const letterWidth = 0.55
const lineHeight = 1.35

export function readText({ props, opacity }: TextRecord, space: Space, base: Base): Reading {
  const text = textOf(props.richText)
  const style = {
    width: 4,
    color: colorOf(props.color),
    ...letterStyle(props, textSizes),
    align: alignOf(props.textAlign),
    ...opacityStyle(opacity),
  } as const
  const lines = (text ?? []).map(({ runs }) => runs.reduce((sum, run) => sum + run.text.length, 0))
  const size = style.size ?? 24
  const measured = props.w > neverMeasured ? props.w : Math.max(1, ...lines) * size * letterWidth
  const w = props.autoSize ? measured : props.w * props.scale
  const at = placeAt(space, origin, Math.min(w, limits.maxCoordinate), Math.max(1, lines.length) * size * lineHeight)
  return {
    shape: { ...base, kind: 'text', at, style, ...(props.autoSize ? {} : { wraps: true }), ...(text ? { text } : {}) },
    offset: origin,
  }
}

export function readFrame({ props, opacity }: FrameRecord, space: Space, base: Base): Reading {
  const fill = props.color === 'black' ? {} : { fill: colorOf(props.color) }
  return {
    shape: {
      ...base,
      kind: 'frame',
      name: props.name.slice(0, limits.maxTitleLength),
      at: placeAt(space, origin, props.w, props.h),
      style: { color: 'ink', width: 4, ...fill, ...opacityStyle(opacity) },
    },
    offset: origin,
  }
}

/** A box with a name and a link, for what cannot be shown. */
export function readMedia({ props, opacity, type }: MediaRecord, space: Space, base: Base, sources: Sources): Reading {
  const asset = sources.asset(props.assetId)
  const address = props.url || (asset?.props.src?.startsWith('http') ? asset.props.src : '')
  const name = asset?.props.title || asset?.props.name || address || type
  return {
    shape: { ...placeholder(space, base, { ...props, name, opacity }), ...linkOf(address) },
    offset: origin,
    placeholder: 'embed',
  }
}

/** A grey box with a name. */
export function placeholder(
  space: Space,
  base: Base,
  { w, h, name, opacity }: { readonly w: number; readonly h: number; readonly name: string; readonly opacity: number },
) {
  const style = {
    color: 'slate',
    width: 2,
    dash: 'dashed',
    font: 'sans',
    size: 18,
    align: 'center',
    fit: 'shrink',
    ...opacityStyle(opacity),
  } as const
  return { ...base, kind: 'rect', at: placeAt(space, origin, w, h), style, text: richText(name.slice(0, 500)) } as const
}
