/** The parts of a keyboard event that matter. */
export interface Key {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Characters of keys by their position, for keyboards without Latin letters. */
const places: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Quote: "'",
  Minus: '-',
  Equal: '=',
}

/** Unshifted characters by the shifted one on the same key. */
const shifted: Readonly<Record<string, string>> = {
  '{': '[',
  '}': ']',
  '<': ',',
  '>': '.',
  '"': "'",
  _: '-',
  '+': '=',
}

/** Characters of the Option layer of a Mac, which do not identify the key. */
const optionLayer = /[@[\]{}|\\~#^$]/

/**
 * Returns the chords that a key event may be registered under, most likely first, such as `Mod+Shift+Z`. A key is named
 * by its character; if that is not ASCII, by the character at its position on a US keyboard.
 */
export function chordsOf(event: Key): readonly string[] {
  const { key, code, shiftKey } = event
  const chord = (name: string, shift: boolean) => chordFrom(event, name, shift)
  if (isNamed(key)) return [chord(key, shiftKey)]
  const written = isWritten(event) ? key.toUpperCase() : null
  if (written === null) return [chord(placeOf(code) ?? key.toUpperCase(), shiftKey)]
  if (/[A-Z0-9 ]/.test(written)) return [chord(written, shiftKey)]
  // A character may need Shift on one keyboard and not on another.
  const plain = shiftKey && code !== 'IntlBackslash' ? plainOf(written, code) : null
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  return [
    chord(written, shiftKey),
    ...(shiftKey ? [chord(written, false)] : []),
    ...(plain ? [chord(plain, true)] : []),
    ...(digit ? [chord(digit, shiftKey)] : []),
  ]
}

function chordFrom({ ctrlKey, metaKey, altKey }: Key, name: string, shift: boolean): string {
  return [(ctrlKey || metaKey) && 'Mod', altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}

/** Whether it is a named key such as `Enter`, which is the same on every keyboard. */
function isNamed(key: string): boolean {
  return key.length > 1 && key !== 'Dead' && key !== 'Unidentified'
}

/** Whether the key produces the character printed on it. */
function isWritten({ key, altKey }: Key): boolean {
  return /^[ -~]$/.test(key) && !(altKey && optionLayer.test(key))
}

/** Returns the character of a key without Shift; null: unknown. */
function plainOf(sign: string, code: string): string | null {
  if (sign === ':' && code === 'Period') return '.'
  if (sign === ';' && code === 'Comma') return ','
  return shifted[sign] ?? null
}

function placeOf(code: string): string | null {
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ?? places[code] ?? null
}
