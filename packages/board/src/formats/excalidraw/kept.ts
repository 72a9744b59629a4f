import { type AssetId, type Foreign, type ImageSize, parseAssetId } from '@inkbridge/types'
import { isPlain } from '../../plain.ts'
import { isNumber, isRaw, listIn, type Raw, rawOf, textIn, valueIn } from './raw.ts'
import { parseObject } from './scene-json.ts'

/** The format's name, as in `Foreign`. */
export const formatName = 'excalidraw'

/** The original of a shape in a drawing, kept with it so that an export gives it back. */
export interface Kept {
  /** As in the file. */
  readonly element: Raw
  /** The element of its text; null: it has none. */
  readonly label: Raw | null
  /** For an image whose bytes are in the file. */
  readonly picture: Picture | null
  /** For an image that is elsewhere: what stands for it. */
  readonly caption: string | null
  /** Where the element was in the file, from 0. */
  readonly position: number
  /** The elements after it in the file that are no shapes: deleted ones, and the places of texts of other shapes. */
  readonly trail: readonly Trailing[]
  /** The groups and the frame it has on a board, by their ids in the file. */
  readonly parents: Parents
  /** Ids it refers to that the file does not have. */
  readonly absent: readonly string[]
}

/** An element without a shape; or the place of a text, by the id of its container. */
export type Trailing = { readonly element: Raw } | { readonly labelOf: string }

export interface Parents {
  /** Innermost first. */
  readonly groups: readonly string[]
  readonly frame: string | null
}

/** A picture of a drawing. */
export interface Picture {
  readonly asset: AssetId
  /** Pixels. */
  readonly size: ImageSize
  /** What the file says of it, without its bytes. */
  readonly file: Raw
}

/** Encodes what is kept of a shape. What a document cannot have as a value, such as deep nesting, is kept as JSON. */
export function keep({ element, label, picture, caption, position, trail, parents, absent }: Kept): Foreign {
  const data = {
    element,
    position,
    ...(label ? { label } : {}),
    ...(picture ? { picture: { ...picture } } : {}),
    ...(caption === null ? {} : { caption }),
    ...(trail.length > 0 ? { trail } : {}),
    ...(sameParents(parents, statedParents(element)) ? {} : { parents }),
    ...(absent.length > 0 ? { absent } : {}),
  }
  return foreignOf(data)
}

/** Plain data as `Foreign`; data that a document refuses becomes JSON. */
export function foreignOf(data: Raw): Foreign {
  return { format: formatName, data: isPlain(data) ? data : { json: JSON.stringify(data) } }
}

/** Reads what is kept of a shape; null: nothing. Anybody can write there, so anything may be. */
export function keptOf(foreign: Foreign | null): Kept | null {
  const data = foreign?.format === formatName ? dataOf(foreign) : null
  const element = data && valueIn(data, 'element')
  if (!data || !isRaw(element)) return null
  const label = valueIn(data, 'label')
  const position = valueIn(data, 'position')
  return {
    element,
    label: isRaw(label) ? label : null,
    picture: pictureOf(valueIn(data, 'picture')),
    caption: textIn(data, 'caption'),
    position: isNumber(position) ? position : -1,
    trail: listIn(data, 'trail').flatMap((each) => trailingOf(each) ?? []),
    parents: isRaw(valueIn(data, 'parents')) ? parentsOf(rawOf(valueIn(data, 'parents'))) : statedParents(element),
    absent: texts(listIn(data, 'absent')),
  }
}

/** The data of a shape, a group or a document. */
export function dataOf({ data }: Foreign): Raw | null {
  const json = textIn(data, 'json')
  if (json === null) return data
  const parsed = parseObject(json)
  return parsed.ok ? parsed.value : null
}

function trailingOf(value: unknown): Trailing | null {
  const element = valueIn(rawOf(value), 'element')
  if (isRaw(element)) return { element }
  const container = textIn(rawOf(value), 'labelOf')
  return container === null ? null : { labelOf: container }
}

function pictureOf(value: unknown): Picture | null {
  const asset = parseAssetId(valueIn(rawOf(value), 'asset'))
  const [width, height] = listIn(rawOf(value), 'size')
  if (!asset || !isNumber(width) || !isNumber(height)) return null
  return { asset, size: [width, height], file: rawOf(valueIn(rawOf(value), 'file')) }
}

/** The groups and the frame that an element names. */
export function statedParents(element: Raw): Parents {
  return { groups: [...new Set(texts(listIn(element, 'groupIds')))], frame: textIn(element, 'frameId') }
}

function parentsOf(value: Raw): Parents {
  return { groups: texts(listIn(value, 'groups')), frame: textIn(value, 'frame') }
}

function sameParents(one: Parents, other: Parents): boolean {
  return one.frame === other.frame && sameList(one.groups, other.groups)
}

export function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index])
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((value): value is string => typeof value === 'string' && value !== '')
}
