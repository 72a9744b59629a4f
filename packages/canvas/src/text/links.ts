import { type Paragraph, parseLink, type RichText, richText, type TextRun } from '@inkbridge/types'

/** A web or mail address in a text, without the punctuation after it. */
const address = /\b(?:https?:\/\/|www\.|mailto:)[^\s<>"“”«»]+/gi
const ending = /[.,;:!?'’…]+$/

/** Returns a text of lines with addresses as links. */
export function linkedText(plain: string): RichText {
  return richText(plain).map(({ runs }): Paragraph => ({ runs: runs.flatMap(({ text }) => linkedRuns(text)) }))
}

/** Returns the runs of a line, with addresses as links. */
export function linkedRuns(line: string): readonly TextRun[] {
  const runs: TextRun[] = []
  let from = 0
  for (const { 0: match, index } of line.matchAll(address)) {
    const text = withoutEnding(match)
    const link = parseLink(text)
    if (!link || link.startsWith('#')) continue
    if (index > from) runs.push({ text: line.slice(from, index) })
    runs.push({ text, link })
    from = index + text.length
  }
  if (from < line.length) runs.push({ text: line.slice(from) })
  return runs
}

/** Returns the address that a text consists of; null: it does not. */
export function onlyAddress(words: string): string | null {
  const [run, ...more] = linkedRuns(words.trim())
  return more.length === 0 ? (run?.link ?? null) : null
}

/** Removes trailing punctuation; a closing bracket stays if its opening one is in the address. */
function withoutEnding(match: string): string {
  const text = match.replace(ending, '')
  const isUnpaired = text.endsWith(')') && text.split(')').length > text.split('(').length
  return isUnpaired ? withoutEnding(text.slice(0, -1)) : text
}
