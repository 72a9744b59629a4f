import { type SourceText, templatesOf, textsOf } from './source-text.ts'

/** JSX attributes whose value a person reads or hears. */
const shownAttributes: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
])

/** JSX attributes whose value is never read by a person. */
const codeAttributes: ReadonlySet<string> = new Set(['className', 'd', 'style', 'transform', 'viewBox'])

/** Names of keys and of HTTP headers, and the product's own. */
const names: ReadonlySet<string> = new Set([
  ...['Alt', 'Backspace', 'Delete', 'Enter', 'Escape', 'Shift', 'Space', 'Tab', 'Shift+', 'Mod', 'Ctrl'],
  ...[
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'Bearer ',
    'Content-Type',
    'Inkbridge',
    'Inspector',
    'Ag',
    'ClipboardItem',
    'Files',
  ],
])

/** The texts of a file that a person would read, and that belong in a `locale/` folder. */
export function shownIn(path: string, source: string): readonly SourceText[] {
  return textsOf(path, source).filter(isShown)
}

function isShown({ text, kind, attribute, callee }: SourceText): boolean {
  if (kind === 'comment' || (callee !== null && isForCode(callee)) || names.has(text)) return false
  if (kind === 'element' || (attribute !== null && shownAttributes.has(attribute))) return isWord(text)
  if (attribute !== null && codeAttributes.has(attribute)) return false
  return isSentence(text)
}

/** Functions that take keys of texts, CSS selectors, or messages for engineers. */
function isForCode(callee: string): boolean {
  return /(Error|Problem)$/.test(callee) || ['t', 'find', 'closest', 'querySelector', 'matchMedia'].includes(callee)
}

function isWord(text: string): boolean {
  return /\p{L}/u.test(text) && !/^[a-z]+(\.[\w-]+)+$/i.test(text)
}

/** Two words in a row, or one that starts with a capital; a piece of a script does not count. */
function isSentence(text: string): boolean {
  if (/[;{}]\S|\w=\w/.test(text)) return false
  return /\p{L}{2,}[,.;]? \p{L}/u.test(text) || /^\p{Lu}\p{Ll}{2,}/u.test(text)
}

/** The keys of a catalogue that no file uses, in a string or in a template such as `head.${name}`. */
export function unusedKeys(keys: readonly string[], files: ReadonlyMap<string, string>): readonly string[] {
  const texts = new Set<string>()
  const patterns: RegExp[] = []
  for (const [path, source] of files) {
    for (const { text, kind } of textsOf(path, source)) if (kind === 'string') texts.add(text)
    for (const { parts } of templatesOf(path, source))
      if (/^[a-zA-Z]+\./.test(parts[0] ?? '')) patterns.push(new RegExp(`^${parts.map(escaped).join('.+')}$`))
  }
  return keys.filter((key) => !texts.has(key) && !patterns.some((pattern) => pattern.test(key)))
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
