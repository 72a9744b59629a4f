/** A font's file as a page's style sheets name it, and what they say of it. */
export interface FontFile {
  readonly family: string
  /** Absolute. */
  readonly url: string
  readonly descriptors: FontFaceDescriptors
}

/** The files of a family that this page shows text in; of one that is split by script the Latin part. */
export function fontFilesOf(family: string): readonly FontFile[] {
  return [...document.styleSheets].flatMap(fontFacesOf).flatMap((face) => fileOf(face, family) ?? [])
}

function fileOf({ style, parentStyleSheet }: CSSFontFaceRule, family: string): FontFile | null {
  const value = (name: string) => style.getPropertyValue(name)
  const range = value('unicode-range').toUpperCase()
  const isLatin = range === '' || /^U\+0+-0*FF\b/.test(range)
  const address = /url\(["']?([^"')]+)["']?\)/.exec(value('src'))?.[1]
  if (value('font-family').replace(/["']/g, '') !== family || !isLatin || !address) return null
  const descriptors = { weight: value('font-weight') || 'normal', style: value('font-style') || 'normal' }
  return { family, url: new URL(address, parentStyleSheet?.href ?? location.href).href, descriptors }
}

function fontFacesOf(sheet: CSSStyleSheet): CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)
  } catch {
    // A style sheet of another origin does not let itself be read.
    return []
  }
}

/** Loads fonts where there is no page, as in a worker. One that cannot be had is done without. */
export async function loadFonts(files: readonly FontFile[], into: { add(face: FontFace): unknown }): Promise<void> {
  await Promise.allSettled(
    files.map(async ({ family, url, descriptors }) => {
      into.add(await new FontFace(family, `url(${url})`, descriptors).load())
    }),
  )
}
