import {
  type Color,
  type List,
  maxIndent,
  maxTextLength,
  type Paragraph,
  parseLink,
  type RichText,
  type TextMarks,
  type TextRun,
} from '@inkbridge/types'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import type { RichDoc } from './records.ts'

/** Deeper nodes are not read. */
const maxDepth = 40
/** The colour of marked text, which has none in tldraw. */
const highlightColor: Color = 'amber'

/** Reads a document of ProseMirror as our text, with `color` for all of it; undefined: it is empty. */
export function textOf(doc: RichDoc, color?: Color): RichText | undefined {
  const paragraphs: Paragraph[] = []
  const state = { paragraphs, left: maxTextLength, color }
  for (const node of doc.content) readBlock(node, {}, 0, state)
  return paragraphs.some(({ runs, list }) => runs.length > 0 || list) || paragraphs.length > 1 ? paragraphs : undefined
}

interface State {
  readonly paragraphs: Paragraph[]
  /** Characters still read. */
  left: number
  readonly color: Color | undefined
}

type Attributes = Omit<Paragraph, 'runs'>

const listTypes: ReadonlyMap<string, List> = new Map<string, List>([
  ['bulletList', 'bullet'],
  ['orderedList', 'number'],
  ['taskList', 'check'],
])

function readBlock(node: unknown, attributes: Attributes, depth: number, state: State): void {
  if (!isPlainRecord(node) || depth > maxDepth || state.left <= 0) return
  const content: readonly unknown[] = Array.isArray(node.content) ? node.content : []
  const list = listTypes.get(String(node.type))
  if (list) {
    const indent = attributes.list ? Math.min(maxIndent, (attributes.indent ?? 0) + 1) : 0
    for (const item of content) readBlock(item, { list, ...(indent > 0 ? { indent } : {}) }, depth + 1, state)
  } else if (isBlockParent(content)) {
    for (const child of content) readBlock(child, attributes, depth + 1, state)
  } else {
    state.left -= 1
    const runs = joined(content.flatMap((child) => readInline(child, state)))
    state.paragraphs.push({ runs, ...attributes, ...headingOf(node) })
  }
}

/** Whether nodes are blocks themselves, as in an item of a list or a quotation. */
function isBlockParent(content: readonly unknown[]): boolean {
  return (
    content.some((child) => isPlainRecord(child) && Array.isArray(child.content)) ||
    content.some((child) => isPlainRecord(child) && child.type === 'paragraph')
  )
}

function headingOf({ type, attrs }: PlainRecord): Pick<Paragraph, 'heading'> {
  if (type !== 'heading') return {}
  const level = isPlainRecord(attrs) ? Number(attrs.level) : 1
  return { heading: level === 1 ? 1 : level === 2 ? 2 : 3 }
}

/** Neighbours with the same attributes as one run, as a board has them. */
function joined(runs: readonly TextRun[]): readonly TextRun[] {
  const result: TextRun[] = []
  for (const run of runs) {
    const last = result.at(-1)
    const { text, ...marks } = run
    const { text: before = '', ...lastMarks } = last ?? {}
    const isAlike = last && JSON.stringify(marks) === JSON.stringify(lastMarks)
    if (isAlike) result[result.length - 1] = { ...last, text: before + text }
    else result.push(run)
  }
  return result
}

function readInline(node: unknown, state: State): readonly TextRun[] {
  if (!isPlainRecord(node)) return []
  const given = node.type === 'hardBreak' ? '\n' : typeof node.text === 'string' ? node.text : ''
  const text = given.slice(0, state.left).replace(breaks, ' ')
  if (text === '') return []
  state.left -= text.length
  return [{ text, ...marksOf(node.marks), ...(state.color ? { color: state.color } : {}) }]
}

/** Characters that a board reads as spaces. */
const breaks = /[\t\r\v\f\u0085\u2028\u2029]/g

const switches = ['bold', 'italic', 'underline', 'strike', 'code'] as const

function marksOf(given: unknown): TextMarks {
  if (!Array.isArray(given)) return {}
  const marks: { -readonly [Key in keyof TextMarks]: TextMarks[Key] } = {}
  for (const mark of given as readonly unknown[]) {
    if (!isPlainRecord(mark)) continue
    const name = switches.find((each) => each === mark.type)
    if (name) marks[name] = true
    if (mark.type === 'highlight') marks.highlight = highlightColor
    const link = mark.type === 'link' && isPlainRecord(mark.attrs) ? parseLink(mark.attrs.href) : null
    if (link) marks.link = link
  }
  return marks
}

/** Writes our text as a document of ProseMirror; undefined: an empty one. */
export function richDoc(text: RichText | undefined): RichDoc {
  const content: object[] = []
  let at = 0
  const paragraphs = text && text.length > 0 ? text : [{ runs: [] }]
  while (at < paragraphs.length) {
    const paragraph = paragraphs[at]
    if (paragraph?.list) {
      const [list, next] = listFrom(paragraphs, at, paragraph.indent ?? 0)
      content.push(list)
      at = next
    } else {
      if (paragraph) content.push(block(paragraph))
      at += 1
    }
  }
  return { type: 'doc', content }
}

/** The list that begins with a paragraph, and the index after it. */
function listFrom(paragraphs: RichText, from: number, indent: number): readonly [list: object, next: number] {
  const name = paragraphs[from]?.list
  const items: { readonly type: string; readonly content: object[] }[] = []
  let at = from
  for (let each = paragraphs[at]; each?.list && (each.indent ?? 0) >= indent; each = paragraphs[at]) {
    const own = each.indent ?? 0
    const last = items.at(-1)
    if (own > indent && last) {
      const [nested, next] = listFrom(paragraphs, at, own)
      last.content.push(nested)
      at = next
    } else {
      if (each.list !== name) break
      items.push({ type: 'listItem', content: [block({ runs: each.runs })] })
      at += 1
    }
  }
  return [{ type: name === 'number' ? 'orderedList' : 'bulletList', content: items }, at]
}

function block({ runs, heading }: Paragraph): object {
  const content = runs.flatMap(inline)
  return {
    ...(heading ? { type: 'heading', attrs: { level: heading } } : { type: 'paragraph' }),
    ...(content.length > 0 ? { content } : {}),
  }
}

function inline({ text, ...said }: TextRun): readonly object[] {
  const marks = [
    ...switches.filter((name) => said[name]).map((type) => ({ type })),
    ...(said.highlight ? [{ type: 'highlight' }] : []),
    ...(said.link && !said.link.startsWith('#') ? [{ type: 'link', attrs: { href: said.link } }] : []),
  ]
  return text
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line === '' ? [] : [{ type: 'text', text: line, ...(marks.length > 0 ? { marks } : {}) }]),
    ])
}

/** The colour that all runs of a text have; undefined: they have none, or several. */
export function colorOfText(text: RichText | undefined): Color | undefined {
  const colors = new Set((text ?? []).flatMap(({ runs }) => runs.map(({ color }) => color)))
  const [color, ...rest] = colors
  return rest.length === 0 ? color : undefined
}

/** Whether a text has what tldraw cannot express. */
export function losesStyle(text: RichText | undefined): boolean {
  return (text ?? []).some(
    ({ list, checked, indent, runs }) =>
      list === 'check' || checked || (indent !== undefined && !list) || runs.some(({ link }) => link?.startsWith('#')),
  )
}
