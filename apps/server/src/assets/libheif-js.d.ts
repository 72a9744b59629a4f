declare module 'libheif-js/wasm-bundle.js' {
  interface HeifImage {
    get_width(): number
    get_height(): number
    is_primary?(): boolean
    /** Calls back with the RGBA bytes, or with null or undefined on an error. */
    display(
      into: { data: Uint8ClampedArray; width: number; height: number },
      done: (decoded: { data: Uint8ClampedArray } | null | undefined) => void,
    ): void
    free?(): void
  }
  const libheif: {
    HeifDecoder: new () => { decode(file: Uint8Array): readonly HeifImage[] }
  }
  export default libheif
}
