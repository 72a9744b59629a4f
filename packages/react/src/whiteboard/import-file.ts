import { isBoardFile, keysBetween } from '@inkbridge/board'
import type { ReadContext, Report } from '@inkbridge/board/formats'
import { assetIdOf } from '@inkbridge/sync'
import { newShapeId, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { boardFiles } from '../api.ts'
import { type BoardWords, refusedFileText } from '../locale/locale.ts'
import { askForPages, type OpenBoard, pickFiles, report, showToast } from '../ui/ui.ts'
import { applyInSlices } from './apply-in-slices.ts'
import { openBoardFile } from './open-board-file.ts'

/** Opens a file picker, and adds the contents of files. */
export function importFile(open: OpenBoard): void {
  pickFiles(`${boardFiles},.pdf,application/pdf`, (files) => void open.editor.addFiles(files))
}

/**
 * Adds the contents of files of Inkbridge and of other programs, one after the other; each is one undo step. Of PDF
 * files it asks for the pages, which are added around the point.
 */
export async function importFiles(files: readonly File[], at: WorldPoint, open: OpenBoard): Promise<void> {
  for (const file of files) {
    try {
      if (await isPdf(file)) askForPages(open.ui, [{ file, at }])
      else await importOne(file, open)
    } catch (error) {
      report(open.ui, error instanceof Error ? error : new Error(String(error)))
    }
  }
}

async function importOne(file: File, open: OpenBoard): Promise<void> {
  const { ui } = open
  const source = { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) }
  if (isBoardFile(source.bytes)) {
    const added = await openBoardFile(source.bytes, open)
    return showToast(ui, ({ t }) => (added.ok ? t('hint.imported', { count: added.value }) : added.problem.message))
  }
  const formats = await import('@inkbridge/board/formats')
  if (formats.isLibrary(source)) return (await import('../library/library.ts')).addLibraryFile(source, open)
  const reader = formats.readerOf(source)
  if (!reader) return showToast(ui, ({ t }) => t('problem.paste-files'))
  showToast(ui, ({ t }) => t('import.reading', { name: file.name }))
  const read = await reader.read(source, contextOf(open))
  if (!read.ok) return showToast(ui, (words) => refusedFileText(reader.format, read.problem, words))
  const { edits, assets, report: counts, own } = read.value
  for (const { bytes, type } of assets) await open.session.assets.add(new Blob([new Uint8Array(bytes)], { type }))
  if (own) return pasteOwn(own, open)
  const offset = formats.offsetBeside(formats.boxOfEdits(edits), open.editor.contentBox())
  await applyInSlices(formats.movedEdits(edits, offset), open.session.board)
  open.editor.show(
    edits.flatMap((edit) => (edit.type === 'create' ? [edit.shape.id] : edit.type === 'ink-add' ? [edit.id] : [])),
  )
  showToast(ui, (words) => summary(counts, words))
}

/** Adds the board in a picture that was exported here: on an empty board where it was, else in the middle. */
function pasteOwn(own: string, { editor, ui }: OpenBoard): void {
  editor.paste(own, editor.contentBox() === null)
  const { selection } = editor
  editor.show(selection)
  showToast(ui, ({ t }) => t('hint.imported', { count: selection.length }))
}

/** Whether a file is a PDF: its header is within the first 1,024 bytes (PDF 1.7, implementation note 13). */
async function isPdf(file: File): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-')
}

function contextOf({ session: { board } }: OpenBoard): ReadContext {
  return {
    newId: () => newShapeId(),
    isTaken: (id) => board.get(id as ShapeId) !== undefined,
    orders: (count) => keysBetween(board.shapes().at(-1)?.order ?? null, null, count),
    hash: (bytes) => assetIdOf(new Uint8Array(bytes)),
  }
}

/** Says how closely what was imported corresponds to the file. */
function summary({ exact, approximated, placeholders }: Report, { t }: BoardWords): string {
  const sum = (counts: Report['approximated']) => [...counts.values()].reduce((all, count) => all + count, 0)
  const [near, missing] = [sum(approximated), sum(placeholders)]
  const reasons = (counts: Report['approximated']) =>
    [...counts.keys()].map((reason) => t(`import.reason.${reason}`)).join(', ')
  return [
    t('import.exact', { count: exact }),
    ...(near > 0 ? [t('import.approximated', { count: near, reasons: reasons(approximated) })] : []),
    ...(missing > 0 ? [t('import.placeholders', { count: missing, reasons: reasons(placeholders) })] : []),
  ].join(' ')
}
