import { no, ok, type Result } from '@inkbridge/types'

/** One part of an XML document, in order. Entities are resolved; comments, instructions and the type are left out. */
export type XmlPart =
  | { readonly type: 'open'; readonly name: string; readonly attributes: readonly XmlAttribute[] }
  | { readonly type: 'close' }
  | { readonly type: 'text'; readonly text: string }

export type XmlAttribute = readonly [name: string, value: string]

/** Above these numbers a document is refused. */
const maxDepth = 64
const maxElements = 100_000

const nameSource = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const skipped = /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*>/y
const literal = /<!\[CDATA\[([\s\S]*?)\]\]>/y
const closing = new RegExp(`</(${nameSource})\\s*>`, 'y')
const opening = new RegExp(`<(${nameSource})((?:\\s+${nameSource}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y')
const attribute = new RegExp(`(${nameSource})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g')
const text = /[^<]+/y

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** Characters that XML 1.0 does not allow, section 2.2. */
const forbidden = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** A document is refused for a reason that is a clause. */
class Malformed extends Error {}

/**
 * Parses a strict subset of XML 1.0 without document types that declare anything: no entity but the five predefined
 * ones and characters is known. The problem is a clause.
 */
export function parseXml(input: string): Result<readonly XmlPart[], string> {
  try {
    return ok(partsOf(input))
  } catch (error) {
    if (error instanceof Malformed) return no(error.message)
    throw error
  }
}

function partsOf(input: string): readonly XmlPart[] {
  if (forbidden.test(input)) throw new Malformed('contains characters that XML does not allow')
  const parts: XmlPart[] = []
  const open: string[] = []
  let at = 0
  let elements = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(input)
    if (found) at = pattern.lastIndex
    return found
  }
  const addText = (content: string) => {
    const last = parts.at(-1)
    // Adjacent parts are one text: what is allowed in a style sheet is decided by the whole of it.
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + content }
    else if (open.length > 0) parts.push({ type: 'text', text: content })
    else if (content.trim() !== '') throw new Malformed('has text outside of its elements')
  }
  while (at < input.length) {
    if (take(skipped)) continue
    const plain = take(text)
    if (plain) {
      addText(resolved(plain[0]))
      continue
    }
    const unparsed = take(literal)
    if (unparsed) {
      addText(unparsed[1] ?? '')
      continue
    }
    const end = take(closing)
    if (end) {
      if (open.pop() !== end[1]) throw new Malformed('has elements that overlap')
      parts.push({ type: 'close' })
      continue
    }
    const start = take(opening)
    if (!start) throw new Malformed('is not well-formed, or declares entities')
    const [, name = '', written = '', empty] = start
    elements += 1
    if (open.length === 0 && elements > 1) throw new Malformed('has several roots')
    parts.push({ type: 'open', name, attributes: attributesOf(written) })
    if (empty) parts.push({ type: 'close' })
    else open.push(name)
    if (elements > maxElements) throw new Malformed('has too many elements')
    if (open.length > maxDepth) throw new Malformed('is nested too deeply')
  }
  if (open.length > 0 || elements === 0) throw new Malformed('ends early')
  return parts
}

function attributesOf(written: string): readonly XmlAttribute[] {
  const found = [...written.matchAll(attribute)].map(
    ([, name = '', double, single]): XmlAttribute => [name, resolved(double ?? single ?? '')],
  )
  if (new Set(found.map(([name]) => name)).size < found.length) throw new Malformed('has an attribute twice')
  return found
}

function resolved(written: string): string {
  return written.replace(/&([^;\s]{0,12})(;?)/g, (_, name: string, end: string) => {
    const character = end === '' ? undefined : characterOf(name)
    if (character === undefined) throw new Malformed('uses entities that are not predefined')
    return character
  })
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? entities[name] : undefined
  if (!/^#(?:x[\da-f]{1,6}|\d{1,7})$/i.test(name)) return undefined
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
  const character = String.fromCodePoint(code)
  return forbidden.test(character) ? undefined : character
}
