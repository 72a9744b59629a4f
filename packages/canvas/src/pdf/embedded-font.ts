import type { LoadedFile } from './font-library.ts'
import type { PdfFile } from './pdf-file.ts'
import type { Glyph } from './shaper.ts'
import type { Subsetter } from './subsetter.ts'
import { hex, nameOf, type Ref, real, refTo, utf16 } from './syntax.ts'

/** A code of a font is two bytes; 0 is its missing glyph. */
const maxCode = 65_535
/** Maximum number of entries in a section of a CMap (Adobe technical note 5411). */
const maxEntries = 100

/** A glyph and the text it stands for. */
interface Entry {
  readonly glyph: number
  readonly text: string
  /** Thousandths of the font size. */
  readonly width: number
}

/**
 * A font file at one weight in a PDF: the glyphs that are used. Each pair of a glyph and a text has a code, since one
 * glyph may stand for different characters.
 */
export class EmbeddedFont {
  /** In the resources of pages. */
  readonly name: string
  readonly ref: Ref
  readonly #source: LoadedFile
  readonly #weight: number
  readonly #codes = new Map<string, number>()
  /** By code. */
  readonly #entries: Entry[] = [{ glyph: 0, text: '', width: 0 }]

  constructor(name: string, ref: Ref, source: LoadedFile, weight: number) {
    this.name = name
    this.ref = ref
    this.#source = source
    this.#weight = weight
  }

  /** Returns the code of a glyph; null: it has no more codes. */
  codeOf({ id, text, width }: Pick<Glyph, 'id' | 'text' | 'width'>): number | null {
    const key = `${id} ${text}`
    const known = this.#codes.get(key)
    if (known !== undefined) return known
    const code = this.#entries.length
    if (code > maxCode) return null
    this.#codes.set(key, code)
    this.#entries.push({ glyph: id, text, width })
    return code
  }

  /** Writes the font (ISO 32000-1, section 9.7). */
  writeTo(file: PdfFile, subsetter: Subsetter): void {
    const { bytes } = this.#source
    const glyphs = new Set(this.#entries.map(({ glyph }) => glyph))
    const reduced = subsetter.subset(bytes, glyphs, this.#weight)
    const program = file.putDeflated(`/Length1 ${reduced.byteLength}`, reduced)
    const name = nameOf(`${tagOf(this.ref)}+${this.#source.file.family.replace(/[^A-Za-z0-9]/g, '') || 'Font'}`)
    const descriptor = file.put(this.#descriptor(name, program))
    const map = file.putDeflated('', glyphMap(this.#entries))
    const widths = this.#entries.map(({ width }) => real(width)).join(' ')
    const descendant = file.put(
      `<</Type/Font/Subtype/CIDFontType2/BaseFont${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
        `/FontDescriptor ${refTo(descriptor)}/DW 0/W[0[${widths}]]/CIDToGIDMap ${refTo(map)}>>`,
    )
    const unicode = file.putDeflated('', new TextEncoder().encode(unicodeMap(this.#entries)))
    file.put(
      `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding/Identity-H/DescendantFonts[${refTo(descendant)}]` +
        `/ToUnicode ${refTo(unicode)}>>`,
      this.ref,
    )
  }

  #descriptor(name: string, program: Ref): string {
    const { face, file } = this.#source
    const thousandths = (units: number) => real((units * 1_000) / face.upem)
    const box = boxOf(face.referenceTable('head'))
    const [ascent, descent] = [box[3], box[1]]
    return (
      `<</Type/FontDescriptor/FontName${name}/Flags 4/FontBBox[${box.map(thousandths).join(' ')}]` +
      `/ItalicAngle ${file.descriptors.style === 'italic' ? -12 : 0}/Ascent ${thousandths(ascent)}` +
      `/Descent ${thousandths(descent)}/CapHeight ${thousandths(ascent)}/StemV 80/FontFile2 ${refTo(program)}>>`
    )
  }
}

/** Returns the box of all glyphs, font units (OpenType, `head` table). */
function boxOf(head: Uint8Array | undefined): readonly [minX: number, minY: number, maxX: number, maxY: number] {
  if (!head || head.byteLength < 44) return [0, 0, 0, 0]
  const view = new DataView(head.buffer, head.byteOffset)
  return [view.getInt16(36), view.getInt16(38), view.getInt16(40), view.getInt16(42)]
}

/** Returns the tag of a subset: six letters, different for each font of a file. */
function tagOf(ref: Ref): string {
  const letters = Array.from({ length: 6 }, (_, index) => 65 + (Math.floor(ref / 26 ** index) % 26))
  return String.fromCharCode(...letters.reverse())
}

/** Writes the glyph of each code: two bytes. */
function glyphMap(entries: readonly Entry[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(entries.length * 2))
  for (const [code, { glyph }] of entries.entries()) view.setUint16(code * 2, glyph)
  return new Uint8Array(view.buffer)
}

/** Writes the text of codes, for search and copying (ISO 32000-1, section 9.10.3). */
function unicodeMap(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ text }, code) => (text === '' ? [] : [`<${hex(code, 4)}> <${utf16(text)}>`]))
  const sections: string[] = []
  for (let at = 0; at < lines.length; at += maxEntries) {
    const some = lines.slice(at, at + maxEntries)
    sections.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar\n`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${sections.join('')}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`
}
