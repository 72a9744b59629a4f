declare module 'subset-font' {
  /** Reduces a font to some of its characters; fixes the given axes of a variable font. */
  export default function subset(
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'sfnt' | 'woff2'; readonly variationAxes?: Readonly<Record<string, number>> },
  ): Promise<Uint8Array>
}
