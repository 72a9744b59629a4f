import { assetsIn, openBoard } from '@inkbridge/board'
import type { Report } from '@inkbridge/board/formats'
import { hasText, type Kinds, shownShapes, type TextLayout } from '@inkbridge/canvas/picture'
import type { ImportReport } from '@inkbridge/types/rest'
import type * as Y from 'yjs'
import type { DrawingFormat, PictureRequest, PictureResult } from './picture-messages.ts'

interface Drawer {
  readonly kinds: Kinds
  readonly layout: TextLayout
}

/** Writes a board as a drawing of another program; asks for its images first. */
export async function drawingFile(
  doc: Y.Doc,
  { images, document, format }: PictureRequest & { readonly format: DrawingFormat },
  { kinds, layout }: Drawer,
): Promise<PictureResult> {
  const assets = images ? [] : [...assetsIn(doc)]
  if (assets.length > 0) return { wants: assets.map((asset) => ({ asset, width: null })) }
  const board = openBoard(doc, { kinds: kinds.records })
  const shapes = board.shapes()
  if (hasText(shapes, kinds)) await layout.load()
  const { excalidrawWriter, tldrawWriter } = await import('@inkbridge/board/formats')
  const writer = format === 'excalidraw' ? excalidrawWriter : tldrawWriter
  const given = new Map((images ?? []).map(({ asset, type, bytes }) => [asset, { id: asset, type, bytes }]))
  const { bytes, report } = await writer.write({
    title: document?.title ?? '',
    ...shownShapes(shapes, { kinds, layout }),
    groupsOf: (id) => board.groupsOf(id),
    foreignOf: (id) => board.foreignOf(id),
    asset: async (id) => given.get(id) ?? null,
  })
  return { file: bytes, report: plainReport(report) }
}

function plainReport({ exact, approximated, placeholders }: Report): ImportReport {
  return {
    exact,
    approximated: Object.fromEntries(approximated),
    placeholders: Object.fromEntries(placeholders),
  }
}
