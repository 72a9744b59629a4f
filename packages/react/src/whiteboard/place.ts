import type { Camera, Editor } from '@inkbridge/canvas'
import type { ShapeId } from '@inkbridge/types'

/** A place on a board as a link says it: shapes (`s=id,id`), or what is in view (`v=x,y,zoom`). */
export type Place = { readonly shapes: readonly ShapeId[] } | { readonly camera: Camera }

/** Links to more shapes than this use the view instead. */
const maxShapes = 20

/** Parses the fragment of an address; null if it is not a place. */
export function parsePlace(fragment: string): Place | null {
  const words = new URLSearchParams(fragment.replace(/^#/, ''))
  const shapes = words.get('s')?.split(',').filter(Boolean)
  if (shapes && shapes.length > 0) return { shapes: shapes as ShapeId[] }
  const [x, y, zoom, ...rest] = (words.get('v') ?? '').split(',').map(Number)
  const numbers = [x, y, zoom].every((value) => Number.isFinite(value))
  return numbers && zoom && zoom > 0 && rest.length === 0 ? { camera: { x: x ?? 0, y: y ?? 0, zoom } } : null
}

/** Returns a fragment that links to the selection, or else to the view. */
export function fragmentOf({ selection, camera }: Pick<Editor, 'selection' | 'camera'>): string {
  if (selection.length > 0 && selection.length <= maxShapes) return `#s=${selection.join(',')}`
  const { x, y, zoom } = camera
  return `#v=${[x, y, zoom].map((value) => Number(value.toPrecision(8))).join(',')}`
}

/** Moves the view to a place. */
export function goTo(editor: Editor, place: Place): void {
  if ('camera' in place) editor.camera = place.camera
  else editor.show(place.shapes)
}
