import type { Shape } from '@inkbridge/types'
import { fontsUsed, type LettersItem, walk } from '../display.ts'
import { settledAll } from '../scene/scene.ts'
import { builtInKinds, type DrawContext, drawn, hasText, type Kinds } from '../shapes.ts'
import { boardFonts, cssFont, type FontFile, type TextLayout } from '../text.ts'

/**
 * Those of the page's fonts that a picture of some shapes is written in, as `data:` URLs, to be put into it.
 *
 * @param kinds default: those that are built in
 */
export async function fontsFor(
  all: readonly Shape[],
  layout: TextLayout,
  kinds: Kinds = builtInKinds,
): Promise<readonly FontFile[]> {
  const drawing = { kinds, layout, theme: 'light' } as const
  await textLoaded(all, drawing)
  const items = settledAll(all, drawing).flatMap((shape) => drawn(shape, drawing))
  const fetched = await Promise.all(
    fontsUsed(items, boardFonts()).map(async (file) => {
      const response = await fetch(file.url).catch(() => null)
      return response?.ok ? [{ ...file, url: await dataUrl(await response.blob()) }] : []
    }),
  )
  return fetched.flat()
}

/** Resolves when the text of some shapes can be laid out and drawn in its own fonts, but for those that cannot be loaded. */
export async function textLoaded(all: readonly Shape[], { kinds, layout }: DrawContext): Promise<void> {
  if (!hasText(all, kinds)) return
  const drawing = { kinds, layout, theme: 'light' } as const
  await layout.load()
  const loading: Promise<void>[] = []
  const load = ({ face, text }: LettersItem) => loading.push(layout.fonts.load({ css: cssFont(face), text }))
  for (const shape of settledAll(all, drawing))
    walk(drawn(shape, drawing), { item: (item) => item.type === 'text' && load(item) })
  await Promise.allSettled(loading)
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;]*/, 'data:font/woff2'))
    reader.onerror = () => reject(reader.error ?? new Error('The font could not be read.'))
    reader.readAsDataURL(file)
  })
}
