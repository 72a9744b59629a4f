import { newShapeId, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { type AddedImage, type AddedPage, planImages, planPages } from '../commands.ts'
import { middleOf } from '../geometry.ts'
import type { AssetPort, ImageProblem } from '../images.ts'
import type { EditorProblem } from '../plan/plan.ts'
import type { EditorOptions, Parts } from './connect.ts'

/** Images read at once: each is decoded in full. */
const atOnce = 4

const problems: Readonly<Record<ImageProblem, EditorProblem>> = {
  'not-an-image': 'paste-files',
  'broken-image': 'image-broken',
  'large-image': 'image-large',
}

/**
 * Adds image files around a point, or in the middle of the view, as one undo step; other files are passed on to the
 * interface. What cannot be added is reported.
 */
export async function addFiles(
  files: readonly File[],
  at: WorldPoint | null,
  { commits, viewport }: Pick<Parts, 'commits' | 'viewport'>,
  { assets, onFiles, onProblem }: Pick<EditorOptions, 'assets' | 'onFiles' | 'onProblem'>,
): Promise<void> {
  const { state } = commits
  if (state.readOnly || files.length === 0) return
  const view = viewport.viewOf(state.camera)
  const about = at ?? middleOf(view)
  const read = assets ? await readAll(files, assets) : files.map((): Read => 'not-an-image')
  const images = read.filter((each): each is AddedImage => typeof each !== 'string')
  if (images.length > 0) commits.dispatch(() => planImages(images, { about, view, newId: newShapeId }))
  const others = files.filter((_, index) => read[index] === 'not-an-image')
  if (others.length > 0 && onFiles) onFiles(others, about)
  const problem = read.find((each) => typeof each === 'string' && (each !== 'not-an-image' || !onFiles))
  if (typeof problem === 'string') onProblem?.(problems[problem])
}

/** Adds pages of a document, the first around a point, as one undo step. */
export function addPages(
  pages: readonly AddedPage[],
  about: WorldPoint,
  { commits, scene }: Pick<Parts, 'commits' | 'scene'>,
): void {
  if (commits.state.readOnly || pages.length === 0) return
  commits.dispatch(() => planPages(pages, { about, content: scene.box(), newId: newShapeId }))
}

/** Reads an image file and keeps its bytes; null: it is not one, or too large. */
export async function keepImage(file: File, { assets }: Pick<EditorOptions, 'assets'>): Promise<AddedImage | null> {
  const [read] = assets ? await readAll([file], assets) : []
  return typeof read === 'object' ? read : null
}

/** Shows another image in place of one: as wide, and about the same centre. */
export async function replaceImage(
  id: ShapeId,
  file: File,
  { commits, scene }: Pick<Parts, 'commits' | 'scene'>,
  { assets, onProblem }: Pick<EditorOptions, 'assets' | 'onProblem'>,
): Promise<void> {
  const [read] = assets ? await readAll([file], assets) : ['not-an-image' as const]
  const shape = scene.get(id)
  if (typeof read !== 'object') return onProblem?.(problems[read ?? 'not-an-image'])
  if (!shape) return
  const { at } = shape
  const h = (at.w * read.size[1]) / read.size[0]
  const { asset, size, thumbhash = '', name = '', animated = null } = read
  const props = { asset, size, thumbhash, name, animated, crop: null }
  commits.dispatch({ edits: [{ type: 'props', id, props, at: { ...at, y: at.y + (at.h - h) / 2, h } }] })
}

type Read = AddedImage | ImageProblem

async function readAll(files: readonly File[], assets: AssetPort): Promise<readonly Read[]> {
  const { readImage } = await import('../images/read-image.ts')
  const read: Read[] = []
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce).map(async (file): Promise<Read> => {
      const image = await readImage(file)
      if (!image.ok) return image.problem
      const { bytes, ...own } = image.value
      return { ...own, asset: await assets.add(bytes) }
    })
    read.push(...(await Promise.all(some)))
  }
  return read
}
