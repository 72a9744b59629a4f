import type { Board } from '@inkbridge/board'
import type { Exported } from '@inkbridge/board/formats'
import type { ShownBoard } from '@inkbridge/canvas'
import type { Shape } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'
import { imageFile } from './portable-copy.ts'

/** Programs that a board can be saved for. */
export const drawingFormats = ['excalidraw', 'tldraw'] as const
export type DrawingFormat = (typeof drawingFormats)[number]

/** A drawing of another program. */
export interface DrawingFile {
  readonly file: Blob
  /** Without a dot. */
  readonly extension: string
  /** Shapes that the other program shows differently, or not at all. */
  readonly changed: number
}

/**
 * Writes shapes of a board, bottom to top, as a drawing of another program. Rejects with the reason of the signal when it
 * is aborted.
 */
export async function drawingFile(
  shapes: readonly Shape[],
  title: string,
  format: DrawingFormat,
  open: OpenBoard,
  signal: AbortSignal,
): Promise<DrawingFile> {
  const { excalidrawWriter, tldrawWriter } = await import('@inkbridge/board/formats')
  const writer = format === 'excalidraw' ? excalidrawWriter : tldrawWriter
  const { bytes, type, extension, report } = await writer.write({
    ...exportedOf(partOfOpen(shapes, title, open)),
    signal,
  })
  const sum = (counts: ReadonlyMap<unknown, number>) => [...counts.values()].reduce((all, count) => all + count, 0)
  return {
    file: new Blob([new Uint8Array(bytes)], { type }),
    extension,
    changed: sum(report.approximated) + sum(report.placeholders),
  }
}

/** What drawings of other programs are written from. */
export interface ExportedPart extends Pick<Exported, 'title' | 'shapes' | 'asset'> {
  readonly board: Pick<Board, 'groupsOf' | 'foreignOf'>
  readonly shown: Pick<ShownBoard, 'stored' | 'textSize'>
}

/** Returns shapes of a board as writers take them. */
export function exportedOf({ title, shapes, asset, board, shown }: ExportedPart): Exported {
  return {
    title,
    shapes,
    storedOf: (id) => shown.stored(id),
    groupsOf: (id) => board.groupsOf(id),
    foreignOf: (id) => board.foreignOf(id),
    textOf: (id) => shown.textSize(id),
    asset,
  }
}

/** Returns shapes of the open board as a part to export. */
export function partOfOpen(shapes: readonly Shape[], title: string, open: OpenBoard): ExportedPart {
  const { editor, session } = open
  return { title, shapes, board: session.board, shown: editor, asset: (id) => imageFile(id, 'full', open) }
}
