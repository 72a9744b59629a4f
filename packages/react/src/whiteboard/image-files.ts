import { type ImageShape, imageRecord, type ShapeId } from '@inkbridge/types'
import { type OpenBoard, pickFiles, saveFile, showToast } from '../ui/ui.ts'

/** Phones offer their camera beside their pictures. */
const accept = 'image/*,.heic,.heif,.avif'

/** Opens a file picker, and adds images in the middle of the view. */
export function addImages({ editor }: OpenBoard): void {
  pickFiles(accept, (files) => void editor.addFiles(files))
}

/** Opens a file picker, and shows another image in place of the selected one. */
export function replaceImage({ editor }: OpenBoard): void {
  const [id] = editor.selection
  if (id) pickFiles(accept, ([file]) => file && void editor.replaceImage(id, file), false)
}

/** Saves the file of the selected image. */
export async function downloadImage({ editor, session, api, board, ui }: OpenBoard): Promise<void> {
  const image = imageOf(session.board.get(editor.selection[0] ?? ('' as ShapeId)))
  if (!image) return
  const file = (await session.assets.get(image.asset)) ?? (await api.image(board, image.asset, 'original'))
  if (!file) return showToast(ui, ({ t }) => t('image.notThere'))
  const [, name = image.name ?? 'image', given] = /^(.*)\.(\w+)$/.exec(image.name ?? '') ?? []
  saveFile(file, name, suffixOf(file.type) ?? given ?? 'bin')
}

function imageOf(shape: { readonly kind: string } | undefined): ImageShape | null {
  return shape && imageRecord.is(shape as ImageShape) ? (shape as ImageShape) : null
}

/** Returns the usual suffix of a type of images. */
function suffixOf(type: string): string | null {
  const [, subtype] = /^image\/(\w+)/.exec(type) ?? []
  return subtype === 'jpeg' ? 'jpg' : (subtype ?? null)
}
