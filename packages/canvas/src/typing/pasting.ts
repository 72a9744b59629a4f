import { maxTextLength } from '@inkbridge/types'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { cellsOf } from '../paste.ts'
import { linkedRuns } from '../text.ts'
import { schema } from './schema.ts'

/** Separator of table cells in text. */
const separator = ' | '

/**
 * Converts plain text to paragraphs, empty lines included. Cells are separated by a sign, and addresses become links.
 */
export function sliceOf(words: string): Slice {
  const cells = cellsOf(words)
  const lines = cells
    ? cells.map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, ' ')).join(separator))
    : words.split(/\r\n?|\n/)
  const paragraphs = lines.map((line) => schema.node('paragraph', null, lettersOf(line.replace(/\t/g, ' '))))
  return new Slice(Fragment.fromArray(paragraphs), 1, 1)
}

function lettersOf(line: string): readonly Node[] {
  return linkedRuns(line).map(({ text, link }) => schema.text(text, link ? [schema.mark('link', { href: link })] : []))
}

/** Returns plain text, with one line for each paragraph. */
export function wordsIn({ content }: Pick<Slice, 'content'>): string {
  return content.textBetween(0, content.size, '\n')
}

/** Replaces tabs by spaces, because the board draws no tabs. */
export function untabbed(slice: Slice): Slice {
  const clean = (fragment: Fragment): Fragment =>
    Fragment.fromArray(
      fragment.content.map((node) =>
        node.isText ? schema.text((node.text ?? '').replace(/\t/g, ' '), node.marks) : node.copy(clean(node.content)),
      ),
    )
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd)
}

/** Converts table rows in HTML to lines with separators between cells. */
export function withoutCells(html: string): string {
  if (!/<t[dh]\b/i.test(html)) return html
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const cell of body.querySelectorAll('td, th')) {
    for (const block of cell.querySelectorAll('p, div, br, li, ul, ol, h1, h2, h3, h4, h5, h6, pre, blockquote'))
      block.replaceWith(' ', ...block.childNodes)
    if (cell.previousElementSibling) cell.prepend(separator)
  }
  return body.innerHTML
}

/** Whether a text exceeds the maximum length. */
export function isTooLong(doc: Node): boolean {
  return doc.content.size > maxTextLength && lengthOf(doc) > maxTextLength
}

/** Returns the length as the parser counts it: an empty paragraph counts as one character. */
function lengthOf(doc: Node): number {
  return wordsIn(doc).length + 1
}

/** Splits a text into the part that fits into the maximum length `maxTextLength` and the rest. */
export function fitting(words: string, doc: Node): readonly [fits: string, rest: string] {
  const room = Math.max(0, maxTextLength - lengthOf(doc))
  if (words.length <= room) return [words, '']
  const end = /[\ud800-\udbff]/.test(words[room - 1] ?? '') ? room - 1 : room
  return [words.slice(0, end), words.slice(end)]
}
