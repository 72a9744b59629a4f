/** What of a keyboard event matters. */
export interface Key {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** What is written on keys that stand elsewhere on no keyboard of a script other than Latin. */
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

/** The signs that share a key, by the one that comes with Shift. */
const shifted: Readonly<Record<string, string>> = {
  '{': '[',
  '}': ']',
  '<': ',',
  '>': '.',
  '"': "'",
  _: '-',
  '+': '=',
}

/** Signs of the option layer of a Mac, which say nothing about the key. */
const optionLayer = /[@[\]{}|\\~#^$]/

/**
 * The ways in which registers may write the keys pressed together, the likeliest first: `Mod+Shift+Z`. A key is what is
 * written on it; where that is not ASCII, what stands there on a keyboard of the United States.
 */
export function chordsOf(event: Key): readonly string[] {
  const { key, code, shiftKey } = event
  const chord = (name: string, shift: boolean) => chordFrom(event, name, shift)
  if (isNamed(key)) return [chord(key, shiftKey)]
  const written = isWritten(event) ? key.toUpperCase() : null
  if (written === null) return [chord(placeOf(code) ?? key.toUpperCase(), shiftKey)]
  if (/[A-Z0-9 ]/.test(written)) return [chord(written, shiftKey)]
  // A sign may need Shift on this keyboard and not on another.
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

/** `Enter`, `ArrowLeft`: the same on every keyboard. */
function isNamed(key: string): boolean {
  return key.length > 1 && key !== 'Dead' && key !== 'Unidentified'
}

/** The key gives a sign that is written on it. */
function isWritten({ key, altKey }: Key): boolean {
  return /^[ -~]$/.test(key) && !(altKey && optionLayer.test(key))
}

/** The sign that a key gives without Shift; null: not known. */
function plainOf(sign: string, code: string): string | null {
  if (sign === ':' && code === 'Period') return '.'
  if (sign === ';' && code === 'Comma') return ','
  return shifted[sign] ?? null
}

function placeOf(code: string): string | null {
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ?? places[code] ?? null
}
