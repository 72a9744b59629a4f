/**
 * The file of a font that this page shows text in, as a `data:` URL of woff2, for pictures that leave the page. Of a
 * family split by script the Latin part. Null when the page has no such font, or its file cannot be fetched.
 */
export async function pageFont(family: string): Promise<string | null> {
  const source = [...document.styleSheets].flatMap(fontFacesOf).find((face) => isLatin(face, family))
  const address = /url\(["']?([^"')]+)["']?\)/.exec(source?.style.getPropertyValue('src') ?? '')?.[1]
  if (!source || !address) return null
  const base = source.parentStyleSheet?.href ?? location.href
  const response = await fetch(new URL(address, base)).catch(() => null)
  return response?.ok ? dataUrl(await response.blob()) : null
}

function fontFacesOf(sheet: CSSStyleSheet): CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)
  } catch {
    // A style sheet of another origin does not let itself be read.
    return []
  }
}

function isLatin({ style }: CSSFontFaceRule, family: string): boolean {
  const range = style.getPropertyValue('unicode-range').toUpperCase()
  const name = style.getPropertyValue('font-family').replace(/["']/g, '')
  return name === family && (range === '' || /^U\+0+-0*FF\b/.test(range))
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;]*/, 'data:font/woff2'))
    reader.onerror = () => reject(reader.error ?? new Error('The font could not be read.'))
    reader.readAsDataURL(file)
  })
}
