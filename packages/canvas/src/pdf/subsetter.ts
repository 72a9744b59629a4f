/** The functions of `harfbuzz-subset.wasm` that are used (`hb-subset.h`); pointers are numbers. */
interface SubsetExports {
  readonly memory: WebAssembly.Memory
  _initialize?(): void
  malloc(bytes: number): number
  free(pointer: number): void
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number
  hb_blob_destroy(blob: number): void
  hb_blob_get_data(blob: number, length: number): number
  hb_blob_get_length(blob: number): number
  hb_face_create(blob: number, index: number): number
  hb_face_destroy(face: number): void
  hb_face_reference_blob(face: number): number
  hb_set_add(set: number, value: number): void
  hb_subset_input_create_or_fail(): number
  hb_subset_input_destroy(input: number): void
  hb_subset_input_glyph_set(input: number): number
  hb_subset_input_set(input: number, which: number): number
  hb_subset_input_set_flags(input: number, flags: number): void
  hb_subset_input_pin_all_axes_to_default(input: number, face: number): number
  hb_subset_input_pin_axis_location(input: number, face: number, axis: number, value: number): number
  hb_subset_or_fail(face: number, input: number): number
}

/** `HB_MEMORY_MODE_WRITABLE` */
const writable = 2
/** `HB_SUBSET_FLAGS_NO_HINTING`, `…_RETAIN_GIDS` and `…_NO_LAYOUT_CLOSURE` */
const flags = 0x1 | 0x2 | 0x200
/** `HB_SUBSET_SETS_DROP_TABLE_TAG` */
const droppedTables = 3
/** Tables that a font in a PDF does not need: glyphs are already chosen and placed. */
const unneeded = ['GSUB', 'GPOS', 'GDEF', 'name', 'post', 'OS/2', 'STAT', 'DSIG', 'cmap']

/** Reduces TrueType fonts to some of their glyphs, which keep their ids. */
export class Subsetter {
  readonly #wasm: SubsetExports

  private constructor(wasm: SubsetExports) {
    this.#wasm = wasm
  }

  /** @param module the bytes of `harfbuzz-subset.wasm` in harfbuzzjs */
  static async open(module: Uint8Array): Promise<Subsetter> {
    const { instance } = await WebAssembly.instantiate(new Uint8Array(module))
    const wasm = instance.exports as unknown as SubsetExports
    wasm._initialize?.()
    return new Subsetter(wasm)
  }

  /** Returns a font with some glyphs. @param weight at which a variable font is fixed */
  subset(font: Uint8Array, glyphs: Iterable<number>, weight: number): Uint8Array {
    const wasm = this.#wasm
    const data = wasm.malloc(font.byteLength)
    new Uint8Array(wasm.memory.buffer).set(font, data)
    const blob = wasm.hb_blob_create(data, font.byteLength, writable, 0, 0)
    const face = wasm.hb_face_create(blob, 0)
    wasm.hb_blob_destroy(blob)
    const input = this.#inputFor(face, glyphs, weight)
    const reduced = wasm.hb_subset_or_fail(face, input)
    wasm.hb_subset_input_destroy(input)
    wasm.hb_face_destroy(face)
    const bytes = reduced === 0 ? null : this.#bytesOf(reduced)
    wasm.free(data)
    if (!bytes) throw new Error('expected a TrueType font, got one that cannot be reduced to some glyphs')
    return bytes
  }

  #inputFor(face: number, glyphs: Iterable<number>, weight: number): number {
    const wasm = this.#wasm
    const input = wasm.hb_subset_input_create_or_fail()
    const set = wasm.hb_subset_input_glyph_set(input)
    for (const glyph of [0, ...glyphs]) wasm.hb_set_add(set, glyph)
    wasm.hb_subset_input_set_flags(input, flags)
    const dropped = wasm.hb_subset_input_set(input, droppedTables)
    for (const table of unneeded) wasm.hb_set_add(dropped, tag(table))
    wasm.hb_subset_input_pin_all_axes_to_default(input, face)
    wasm.hb_subset_input_pin_axis_location(input, face, tag('wght'), weight)
    return input
  }

  /** Returns the bytes of a face, which is destroyed. */
  #bytesOf(face: number): Uint8Array {
    const wasm = this.#wasm
    const blob = wasm.hb_face_reference_blob(face)
    const at = wasm.hb_blob_get_data(blob, 0)
    // A view of its own: memory may have grown.
    const bytes = new Uint8Array(wasm.memory.buffer).slice(at, at + wasm.hb_blob_get_length(blob))
    wasm.hb_blob_destroy(blob)
    wasm.hb_face_destroy(face)
    return bytes
  }
}

/** Returns a tag of four characters as a number (OpenType, Data Types). */
function tag(text: string): number {
  return [...text].reduce((sum, character) => (sum << 8) + character.charCodeAt(0), 0)
}
