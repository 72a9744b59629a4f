import { fontFilesOf } from '@inkbridge/canvas'

/**
 * The file of a font that this page shows text in, as a `data:` URL of woff2, for pictures that leave the page. Of a
 * family split by script the Latin part. Null when the page has no such font, or its file cannot be fetched.
 */
export async function pageFont(family: string): Promise<string | null> {
  const [file] = fontFilesOf(family)
  const response = file && (await fetch(file.url).catch(() => null))
  return response?.ok ? dataUrl(await response.blob()) : null
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;]*/, 'data:font/woff2'))
    reader.onerror = () => reject(reader.error ?? new Error('The font could not be read.'))
    reader.readAsDataURL(file)
  })
}
