import type { SourceFile } from '@inkbridge/board/formats'
import { openLibrary } from '@inkbridge/sync/library'
import { plainText } from '@inkbridge/types'
import { portableCopy } from '../files/files.ts'
import { type OpenBoard, show, showToast } from '../ui/ui.ts'
import { itemsIn, type NewItem, nameOf, placed } from './library-items.ts'

/** Adds the selection to the library, with the name of its frame or its first text. */
export async function addSelection(open: OpenBoard): Promise<void> {
  const { editor, ui } = open
  const ids = editor.selection
  if (ids.length === 0) return
  const name = nameOf(nameIn(open))
  const { content, images } = await portableCopy(ids, 'original', open)
  const files = [...images.values()].map(({ id, type, bytes }) => ({ id, type, bytes: new Uint8Array(bytes).buffer }))
  const item = { id: crypto.randomUUID(), name, created: Date.now(), content, images: files }
  if (await add([item], open)) showToast(ui, ({ t }) => t('library.added'))
}

/** Adds the items of a library file, and shows the library. */
export async function addLibraryFile(file: SourceFile, open: OpenBoard): Promise<void> {
  const { ui } = open
  const items = await itemsIn(file)
  if (!items.ok) return showToast(ui, () => items.problem.message)
  const count = items.value.length
  if (count === 0) return showToast(ui, ({ t }) => t('library.noItems'))
  show(ui, 'library')
  if (await add(items.value, open)) showToast(ui, ({ t }) => t('library.addedItems', { count }))
}

/** Adds the items of library files, one after the other. */
export async function addLibraryFiles(files: readonly File[], open: OpenBoard): Promise<void> {
  for (const file of files) {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      await addLibraryFile({ name: file.name, type: file.type, bytes }, open)
    } catch {
      // The file, or the part of the program that reads it, could not be loaded.
      showToast(open.ui, ({ t }) => t('problem.image-failed'))
    }
  }
}

/** Stores items, before all others. Returns false, and says so, where the device refuses. */
async function add(items: readonly NewItem[], { ui }: Pick<OpenBoard, 'ui'>): Promise<boolean> {
  const library = openLibrary()
  try {
    await library.put(placed(items, await library.list()))
    return true
  } catch {
    showToast(ui, ({ t }) => t('library.notStored'))
    return false
  } finally {
    library.dispose()
  }
}

function nameIn({ editor }: OpenBoard): string {
  const title = editor.selectedTitle()?.name
  if (title) return title
  const selected = new Set(editor.selection)
  const [words] = editor.shapes().flatMap(({ id, text }) => (selected.has(id) && text ? [plainText(text)] : []))
  return words?.split('\n')[0] ?? ''
}
