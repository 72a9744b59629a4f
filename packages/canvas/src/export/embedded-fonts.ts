import { inSlices, type Steps } from '@inkbridge/board'
import type { Shape } from '@inkbridge/types'
import { fontsUsed, type LettersItem, walk } from '../display.ts'
import { resolveAll } from '../scene/scene.ts'
import { builtInKinds, type DrawContext, type Drawing, drawn, hasText, type Kinds } from '../shapes.ts'
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
  const items: LettersItem[] = []
  await inSlices(letterSteps(all, drawing, (item) => items.push(item)))
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
  await inSlices(letterSteps(all, drawing, load))
  await Promise.allSettled(loading)
}

/** Steps that visit the letters of shapes. */
function* letterSteps(all: readonly Shape[], drawing: Drawing, visit: (item: LettersItem) => void): Steps<void> {
  for (const shape of all) {
    if (!hasText([shape], drawing.kinds)) continue
    // One by one: where others are does not change what letters a shape has.
    for (const alone of resolveAll([shape], drawing))
      walk(drawn(alone, drawing), { item: (item) => item.type === 'text' && visit(item) })
    yield
  }
}

async function dataUrl(file: Blob): Promise<string> {
  return (await dataUrlOf(file)).replace(/^data:[^;]*/, 'data:font/woff2')
}
