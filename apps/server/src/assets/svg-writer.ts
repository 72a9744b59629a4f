import { allowedAttributes, allowedElements, isSafeStyle } from './svg-allowed.ts'
import type { XmlAttribute, XmlPart } from './svg-parser.ts'

/** Images that may be in a picture, as data URLs; they are converted first. */
export const embeddedImage = /^\s*data:image\/(?:png|jpe?g|gif|webp);base64,/i

/**
 * Writes an SVG with the allowed elements and attributes of a document only: it runs nothing, and refers to nothing but
 * its own parts. `images` are the converted images by their original address; images without one are left out.
 * Null if the root is no `svg` element.
 */
export function writeSvg(parts: readonly XmlPart[], images: ReadonlyMap<string, string>): string | null {
  const [root] = parts
  if (root?.type !== 'open' || localName(root.name) !== 'svg') return null
  const out: string[] = []
  /** The written names of open elements. */
  const open: string[] = []
  /** How deep the current part is inside of an element that is left out. */
  let left = 0
  for (const part of parts) {
    if (part.type === 'open') {
      const name = left > 0 ? null : writtenName(part.name)
      if (name === null) {
        left += 1
        continue
      }
      out.push(
        `<${name}${open.length === 0 ? ' xmlns="http://www.w3.org/2000/svg"' : ''}${attributesOf(name, part.attributes, images)}>`,
      )
      open.push(name)
    } else if (left > 0) {
      if (part.type === 'close') left -= 1
    } else if (part.type === 'close') {
      out.push(`</${open.pop()}>`)
    } else if (open.at(-1) !== 'style' || isSafeStyle(part.text)) {
      out.push(escaped(part.text))
    }
  }
  return out.join('')
}

/** The addresses of the images in a document that may be written. */
export function imagesIn(parts: readonly XmlPart[]): readonly string[] {
  const images = parts.flatMap((part) =>
    part.type === 'open' && writtenName(part.name) === 'image'
      ? part.attributes.flatMap(([name, value]) => (localName(name) === 'href' ? [value] : []))
      : [],
  )
  return [...new Set(images)].filter((address) => embeddedImage.test(address))
}

/** Links are groups: their content stays. Null for elements that are left out. */
function writtenName(name: string): string | null {
  const local = localName(name)
  if (local === 'a') return 'g'
  return local !== null && allowedElements.has(local) ? local : null
}

/** The name without the prefix for SVG or XLink; null with any other. */
function localName(name: string): string | null {
  const [prefix = '', local] = name.split(':')
  if (local === undefined) return prefix
  return prefix === 'svg' || (prefix === 'xlink' && local === 'href') ? local : null
}

function attributesOf(
  element: string,
  attributes: readonly XmlAttribute[],
  images: ReadonlyMap<string, string>,
): string {
  const written = new Map<string, string>()
  for (const [name, value] of attributes) {
    const kept = attributeValue(element, name, value, images)
    if (kept !== null) written.set(localName(name) ?? name, kept)
  }
  return [...written].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
}

function attributeValue(
  element: string,
  name: string,
  value: string,
  images: ReadonlyMap<string, string>,
): string | null {
  if (localName(name) === 'href') {
    if (element === 'image') return images.get(value) ?? null
    return /^\s*#[^\s"'<>]+\s*$/.test(value) ? value.trim() : null
  }
  return (name === 'style' || allowedAttributes.has(name)) && isSafeStyle(value) ? value : null
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
