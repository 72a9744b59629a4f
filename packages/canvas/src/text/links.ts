import { type Paragraph, parseLink, type RichText, richText, type TextRun } from '@inkbridge/types'

/** An address in running words: of the web or of mail, without what ends the sentence it is in. */
const address = /\b(?:https?:\/\/|www\.|mailto:)[^\s<>"“”«»]+/gi
const ending = /[.,;:!?'’…]+$/

/** A text of lines in which addresses are links. */
export function linkedText(plain: string): RichText {
  return richText(plain).map(({ runs }): Paragraph => ({ runs: runs.flatMap(({ text }) => linkedRuns(text)) }))
}

/** The pieces of a line: addresses are links. */
export function linkedRuns(line: string): readonly TextRun[] {
  const runs: TextRun[] = []
  let from = 0
  for (const { 0: found, index } of line.matchAll(address)) {
    const text = withoutEnding(found)
    const link = parseLink(text)
    if (!link || link.startsWith('#')) continue
    if (index > from) runs.push({ text: line.slice(from, index) })
    runs.push({ text, link })
    from = index + text.length
  }
  if (from < line.length) runs.push({ text: line.slice(from) })
  return runs
}

/** The address that words are, and nothing else; null: they are not. */
export function onlyAddress(words: string): string | null {
  const [run, ...more] = linkedRuns(words.trim())
  return more.length === 0 ? (run?.link ?? null) : null
}

/** A bracket belongs to an address that has its other half. */
function withoutEnding(found: string): string {
  const text = found.replace(ending, '')
  const isUnpaired = text.endsWith(')') && text.split(')').length > text.split('(').length
  return isUnpaired ? withoutEnding(text.slice(0, -1)) : text
}
