import type { Shape } from '@inkbridge/types'
import { fontsUsed, type LettersItem, walk } from '../display.ts'
import { resolveAll } from '../scene/scene.ts'
import { builtInKinds, type DrawContext, drawn, hasText, type Kinds } from '../shapes.ts'
import { boardFonts, cssFont, type FontFile, type TextLayout } from '../text.ts'
import { dataUrlOf } from './image-files.ts'

/**
 * Returns the page's fonts that a picture of shapes uses, as `data:` URLs to embed.
 *
 * @param kinds default: the built-in ones
 */
export async function fontsFor(
  all: readonly Shape[],
  layout: TextLayout,
  kinds: Kinds = builtInKinds,
): Promise<readonly FontFile[]> {
  const drawing = { kinds, layout, theme: 'light' } as const
  await textLoaded(all, drawing)
  const items = resolveAll(all, drawing).flatMap((shape) => drawn(shape, drawing))
  const fetched = await Promise.all(
    fontsUsed(items, boardFonts()).map(async (file) => {
      const response = await fetch(file.url).catch(() => null)
      return response?.ok ? [{ ...file, url: await dataUrl(await response.blob()) }] : []
    }),
  )
  return fetched.flat()
}

/** Resolves when the text of shapes can be drawn in its own fonts, except fonts that fail to load. */
export async function textLoaded(all: readonly Shape[], { kinds, layout }: DrawContext): Promise<void> {
  if (!hasText(all, kinds)) return
  const drawing = { kinds, layout, theme: 'light' } as const
  await layout.load()
  const loading: Promise<void>[] = []
  const load = ({ face, text }: LettersItem) => loading.push(layout.fonts.load({ css: cssFont(face), text }))
  for (const shape of resolveAll(all, drawing))
    walk(drawn(shape, drawing), { item: (item) => item.type === 'text' && load(item) })
  await Promise.allSettled(loading)
}

async function dataUrl(file: Blob): Promise<string> {
  return (await dataUrlOf(file)).replace(/^data:[^;]*/, 'data:font/woff2')
}
