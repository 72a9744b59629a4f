import type { Paragraph, RichText, Style, TextMarks } from '@inkbridge/types'
import { lineRecord, textRecord } from '@inkbridge/types'
import { type Entries, type Entry, isInPlace, same } from './entries.ts'
import { freshElement } from './fresh.ts'
import { numberIn, type Raw, textIn, valueIn } from './raw.ts'
import { letterChanges, lineColor } from './write-style.ts'

/** Padding between a shape and its text in a drawing. */
const padding = 5

/** Returns a text without marks, its list items as they look. */
function wordsOf(text: RichText): string {
  let number = 0
  return text
    .map((paragraph) => {
      number = paragraph.list === 'number' ? number + 1 : 0
      return `${markerOf(paragraph, number)}${paragraph.runs.map(({ text: run }) => run).join('')}`
    })
    .join('\n')
}

function markerOf({ list, checked, indent = 0 }: Paragraph, number: number): string {
  if (!list) return ''
  const markers = { bullet: '•', number: `${number}.`, check: checked ? '☑' : '☐' }
  return `${'  '.repeat(indent)}${markers[list]} `
}

/** Whether a text has marks or lists that a drawing cannot have besides one colour for all of it. */
export function isRich(text: RichText): boolean {
  const marks = ({ text: _text, color: _color, ...others }: TextMarks & { text: string }) => Object.keys(others)
  return text.some(({ runs, heading, list }) => heading || list || runs.some((run) => marks(run).length > 0))
}

/** Whether the text of a shape, and the style of its letters, are as in the drawing. */
function isSameText({ stored, reading }: Entry): boolean {
  return reading !== null && same(stored.text ?? null, reading.text ?? null)
}

function areSameLetters({ stored, reading }: Entry): boolean {
  const keys = ['font', 'size', 'align', 'valign'] as const
  return reading !== null && keys.every((key) => stored.style[key] === reading.style[key])
}

/** The keys of a text on the board that have changed. */
export function textChanges(entry: Entry, { board }: Entries): Raw {
  const { stored, reading, shown } = entry
  const text = stored.text ?? []
  const wraps = textRecord.is(stored) && stored.wraps === true
  const size = isSameText(entry) && areSameLetters(entry) ? null : board.textOf(shown.id)
  return {
    ...letterChanges({ ...stored.style, valign: 'top' }, reading && { ...reading.style, valign: 'top' }),
    ...(isSameText(entry) ? {} : { ...contentOf(text, size?.lines), ...colorOf(text) }),
    ...(size ? { x: shown.at.x, y: shown.at.y, width: shown.at.w, height: shown.at.h } : {}),
    ...(wraps === (reading?.props.wraps === true) ? {} : { autoResize: !wraps }),
  }
}

function contentOf(text: RichText, lines: readonly string[] | undefined): Raw {
  const words = wordsOf(text)
  return { text: lines && !isRich(text) ? lines.join('\n') : words, originalText: words }
}

/** The colour of a text if all of it has one. */
function colorOf(text: RichText): Raw {
  const colors = new Set(text.flatMap(({ runs }) => runs.map(({ color }) => color)))
  const [color] = colors
  return colors.size === 1 && color ? { strokeColor: lineColor(color) } : {}
}

/** The element of the text in a shape; null: it has none. */
export function labelOf(entry: Entry, container: Raw, { board }: Entries): Raw | null {
  const { stored, shown, reading, kept, labelId, id } = entry
  if (!stored.text || textRecord.is(stored) || reading?.placeholder) return null
  const isUnchanged = isSameText(entry) && areSameLetters(entry)
  const base = kept?.label ?? { ...freshElement('text', labelId), strokeColor: lineColor(stored.style.color) }
  const isKept = kept?.label != null
  const size = isUnchanged && isKept ? null : board.textOf(shown.id)
  const sized = size ? { width: size.width, height: size.height } : {}
  const usual: Style = {
    ...stored.style,
    align: stored.style.align ?? 'center',
    valign: stored.style.valign ?? 'middle',
  }
  const text: Raw = {
    ...base,
    ...sized,
    ...letterChanges(usual, isKept && reading ? { ...usual, ...letters(reading.style) } : null),
    ...(isSameText(entry) && isKept ? {} : { ...contentOf(stored.text, size?.lines), ...colorOf(stored.text) }),
  }
  const isStill = isUnchanged && isKept && (isInPlace(entry) || lineRecord.is(shown))
  return {
    ...text,
    ...parentsLike(container, entry),
    id: labelId,
    containerId: id,
    ...(isStill && !isMovedLine(entry, container) ? {} : labelPlace(text, container, entry)),
  }
}

/** The groups and the frame of a text: those of its shape, unless the drawing says otherwise and they did not change. */
function parentsLike(container: Raw, { kept }: Entry): Raw {
  const keys = ['groupIds', 'frameId'].filter(
    (key) => !kept?.label || !same(valueIn(container, key) ?? null, valueIn(kept.element, key) ?? null),
  )
  return Object.fromEntries(keys.map((key) => [key, valueIn(container, key) ?? null]))
}

function letters({ font, size, align = 'center', valign = 'middle' }: Style): Partial<Style> {
  return { ...(font ? { font } : {}), ...(size === undefined ? {} : { size }), align, valign }
}

function isMovedLine({ kept }: Entry, container: Raw): boolean {
  return kept !== null && ['x', 'y', 'points'].some((key) => !same(valueIn(container, key), valueIn(kept.element, key)))
}

/** Where a text is in its shape: at the middle of a line, or aligned in a box. */
function labelPlace(text: Raw, container: Raw, { shown, kept, stored, reading }: Entry): Raw {
  const [w, h] = [numberIn(text, 'width'), numberIn(text, 'height')]
  const { x, y, w: width, h: height, rotation } = shown.at
  if (lineRecord.is(shown)) {
    const middle = middleOf(container)
    return { x: middle.x - w / 2, y: middle.y - h / 2 }
  }
  const isMoved = kept?.label && reading && stored.at.w === reading.at.w && stored.at.h === reading.at.h
  if (
    isMoved &&
    same(text.width, kept.label?.width) &&
    same(text.height, kept.label?.height) &&
    rotation === reading.at.rotation
  )
    return { x: numberIn(text, 'x') + stored.at.x - reading.at.x, y: numberIn(text, 'y') + stored.at.y - reading.at.y }
  const across =
    textIn(text, 'textAlign') === 'left'
      ? padding
      : textIn(text, 'textAlign') === 'right'
        ? width - w - padding
        : (width - w) / 2
  const vertical = textIn(text, 'verticalAlign')
  const down = vertical === 'top' ? padding : vertical === 'bottom' ? height - h - padding : (height - h) / 2
  return { x: x + across, y: y + down, angle: rotation }
}

function middleOf(line: Raw): { readonly x: number; readonly y: number } {
  const points = (valueIn(line, 'points') as readonly (readonly [number, number])[] | undefined) ?? []
  const [one = [0, 0], other = [0, 0]] = [
    points[Math.floor((points.length - 1) / 2)],
    points[Math.floor(points.length / 2)],
  ]
  return {
    x: numberIn(line, 'x') + ((one[0] ?? 0) + (other[0] ?? 0)) / 2,
    y: numberIn(line, 'y') + ((one[1] ?? 0) + (other[1] ?? 0)) / 2,
  }
}
