import { decimals } from '../geometry.ts'

/** Objects in the syntax of PDF files (ISO 32000-1, section 7.3). */

/** The number of an indirect object. */
export type Ref = number

/** Numbers are written to thousandths and within this range: readers compute with 32-bit floats. */
const furthest = 1e9
const thousandths = decimals(3)

/** Writes a number, without an exponent; NaN and infinities as 0. */
export function real(value: number): string {
  if (!Number.isFinite(value)) return '0'
  return thousandths(Math.min(furthest, Math.max(-furthest, value)))
}

/** Writes a factor, such as the sine of a rotation, to millionths. */
export function factor(value: number): string {
  if (!Number.isFinite(value)) return '0'
  const rounded = value.toFixed(6).replace(/\.?0+$/, '')
  return rounded === '-0' ? '0' : rounded
}

/** Writes a reference to an object. */
export function refTo(ref: Ref): string {
  return `${ref} 0 R`
}

/** Writes a name; characters that are not regular are escaped. */
export function nameOf(text: string): string {
  const bytes = new TextEncoder().encode(text.toWellFormed().replaceAll('\0', ''))
  return `/${[...bytes].map((byte) => (isRegular(byte) ? String.fromCharCode(byte) : `#${hex(byte, 2)}`)).join('')}`
}

function isRegular(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && !'#%()/<>[]{}'.includes(String.fromCharCode(byte))
}

/** Writes a text that people read, such as a title, as UTF-16. */
export function textString(text: string): string {
  return `<FEFF${utf16(text)}>`
}

/** Returns a text as UTF-16, big-endian, in hexadecimal; unpaired surrogates as U+FFFD. */
export function utf16(text: string): string {
  let digits = ''
  const whole = text.toWellFormed()
  for (let at = 0; at < whole.length; at += 1) digits += hex(whole.charCodeAt(at), 4)
  return digits
}

/** Writes an address, which must be ASCII: other characters are percent-encoded. */
export function addressString(address: string): string {
  const ascii = [...address.toWellFormed()]
    .map((character) => (/[!-~]/.test(character) ? character : encodeURIComponent(character)))
    .join('')
  return `(${ascii.replace(/[\\()]/g, '\\$&')})`
}

export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
