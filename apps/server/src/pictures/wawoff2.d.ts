declare module 'wawoff2' {
  /** Decompresses woff2 to TrueType. */
  export function decompress(woff2: Uint8Array): Promise<Uint8Array>
}
