declare module 'subset-font' {
  /** A font with some of its characters only; axes of a variable one are fixed where a value is given. */
  export default function subset(
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'sfnt' | 'woff2'; readonly variationAxes?: Readonly<Record<string, number>> },
  ): Promise<Uint8Array>
}
