import {
  maxTextLength,
  type Paragraph,
  parseMarks,
  parseParagraph,
  type RichText,
  type TextMarks,
  type TextRun,
  textMarks,
} from '@inkbridge/types'
import * as Y from 'yjs'

/** The node name of a paragraph in a document. */
const paragraphName = 'paragraph'

/** An empty text, to be set with a new shape: two people who start typing in it at once type in the same text. */
export function emptyText(): Y.XmlFragment {
  const text = new Y.XmlFragment()
  text.insert(0, [emptyParagraph()])
  return text
}

/** With an empty text node: what two people type there first is in one sequence, and each one's words stay together. */
function emptyParagraph(): Y.XmlElement {
  const paragraph = new Y.XmlElement(paragraphName)
  paragraph.insert(0, [new Y.XmlText()])
  return paragraph
}

/** Deeper nodes of a text are not read; rich text is three deep. */
const maxDepth = 16

/** Reads any content as a text: a node that is not a paragraph is read as its text. Null when it is empty. */
export function readText(value: unknown): RichText | null {
  if (!(value instanceof Y.XmlFragment)) return null
  let left = maxTextLength
  const paragraphs: Paragraph[] = []
  for (let child = value.firstChild; child && left > 0; child = next(child)) {
    const runs: TextRun[] = []
    for (const run of runsIn(child, left)) {
      const text = run.text.slice(0, left)
      left -= text.length
      if (text !== '') runs.push({ ...run, text })
    }
    // An empty paragraph counts as a character, too, so that the size of a text is limited.
    left -= 1
    paragraphs.push({ runs, ...(child instanceof Y.XmlElement ? parseParagraph(child.getAttributes()) : {}) })
  }
  return paragraphs.some(({ runs, list }) => runs.length > 0 || list) || paragraphs.length > 1 ? paragraphs : null
}

function next(node: unknown): Y.XmlElement | Y.XmlText | null {
  return node instanceof Y.XmlElement || node instanceof Y.XmlText
    ? (node.nextSibling as Y.XmlElement | Y.XmlText)
    : null
}

/** The runs of text in a node, at least `most` UTF-16 code units of it if it has that many. */
function runsIn(node: unknown, most: number, depth = 0): readonly TextRun[] {
  if (node instanceof Y.XmlText) return runsOf(node, most)
  if (!(node instanceof Y.XmlElement) || depth >= maxDepth) return []
  const runs: TextRun[] = []
  let left = most
  for (let child = node.firstChild; child && left > 0; child = next(child)) {
    for (const run of runsIn(child, left, depth + 1)) {
      runs.push(run)
      left -= run.text.length
    }
  }
  return runs
}

/**
 * The result of `Y.Text.toDelta` for characters and known marks. That method copies all marks for each run, which takes
 * long for a text with many made-up ones.
 */
function runsOf(text: Y.XmlText, most: number): readonly TextRun[] {
  const runs: TextRun[] = []
  const marks = new Map<string, unknown>()
  let said: TextMarks = {}
  let pieces: string[] = []
  let left = most
  const flush = () => {
    if (pieces.length > 0) runs.push({ text: cleaned(pieces.join('')), ...said })
    pieces = []
  }
  for (let item = text._start; item && left > 0; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentString) {
      pieces.push(content.str)
      left -= content.str.length
    } else if (content instanceof Y.ContentFormat && textMarks.includes(content.key)) {
      flush()
      if (content.value === null) marks.delete(content.key)
      else marks.set(content.key, content.value)
      said = parseMarks(Object.fromEntries(marks))
    }
  }
  flush()
  return runs
}

/** Same length, so that positions stay valid: line breaks and zero-width characters become spaces. */
function cleaned(text: string): string {
  return text.replace(/[\t\r\v\f\u0085\u2028\u2029]/g, ' ')
}

/** Replaces a text completely. */
export function writeText(into: Y.XmlFragment, text: RichText): void {
  into.delete(0, into.length)
  const paragraphs = text.map(({ runs, ...said }) => {
    const element = new Y.XmlElement(paragraphName)
    for (const [name, value] of Object.entries(said)) element.setAttribute(name, value as string)
    if (runs.length === 0) return element
    const content = new Y.XmlText()
    content.applyDelta(runs.map(({ text, ...marks }) => ({ insert: text, attributes: attributesOf(marks) })))
    element.insert(0, [content])
    return element
  })
  into.insert(0, paragraphs.length > 0 ? paragraphs : [emptyParagraph()])
}

/** Checks or unchecks an item of a check list; nothing else of the text changes. */
export function setChecked(text: unknown, paragraph: number, checked: boolean): void {
  const item = text instanceof Y.XmlFragment ? text.get(paragraph) : null
  if (!(item instanceof Y.XmlElement) || parseParagraph(item.getAttributes()).list !== 'check') return
  if (checked) (item as Y.XmlElement<{ checked: boolean }>).setAttribute('checked', true)
  else item.removeAttribute('checked')
}

/** Marks as y-prosemirror stores them: the attributes of each in a record. */
function attributesOf({ highlight, color, link, ...switches }: TextMarks): Record<string, object> {
  return {
    ...Object.fromEntries(Object.keys(switches).map((name) => [name, {}])),
    ...(highlight ? { highlight: { color: highlight } } : {}),
    ...(color ? { color: { color } } : {}),
    ...(link ? { link: { href: link } } : {}),
  }
}

/** The same text for another shape. */
export function copiedText(text: unknown): Y.XmlFragment | null {
  return text instanceof Y.XmlFragment ? text.clone() : null
}

/** A position in a text: the paragraph, and the number of UTF-16 code units in it. */
export interface TextPlace {
  readonly paragraph: number
  readonly offset: number
}

/** The current position of an encoded Yjs position; null when it was deleted, or is invalid. */
export function placeOf(doc: Y.Doc, text: unknown, position: string): TextPlace | null {
  if (!(text instanceof Y.XmlFragment)) return null
  try {
    const bytes = Uint8Array.from(atob(position), (character) => character.charCodeAt(0))
    const at = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), doc)
    return at && placeIn(text, at.type, at.index)
  } catch {
    return null
  }
}

function placeIn(text: Y.XmlFragment, type: Y.AbstractType<unknown>, index: number): TextPlace | null {
  let node: unknown = type
  let offset = index
  if (node === text) return { paragraph: Math.min(index, Math.max(0, text.length - 1)), offset: 0 }
  while (node instanceof Y.XmlElement || node instanceof Y.XmlText) {
    const { parent } = node
    if (parent === text) return { paragraph: text.toArray().indexOf(node as Y.XmlElement), offset }
    if (!(parent instanceof Y.XmlElement)) return null
    for (const before of parent.toArray()) {
      if (before === node) break
      offset += runsIn(before, Number.POSITIVE_INFINITY).reduce((sum, run) => sum + run.text.length, 0)
    }
    node = parent
  }
  return null
}
