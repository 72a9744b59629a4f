import type { ShapeId } from '@inkbridge/types'
import type { CommandContext } from '../commands.ts'
import { frameSheet, frameSheets, inReadingOrder, type Sheet } from '../picture.ts'
import type { Scene } from '../scene/scene.ts'
import { isContainer } from '../shapes.ts'

/** What to print: the selection, or else the view; or the frames. */
export type Printed = 'board' | 'frames'

type Printing = Pick<CommandContext, 'state' | 'viewport' | 'groups'> & {
  readonly scene: Pick<Scene, 'all' | 'kinds'>
}

/** Returns the sheets to print: one for each frame with its contents, one for everything else selected. */
export function sheetsOf(printed: Printed, { state, viewport, groups, scene }: Printing): readonly Sheet[] {
  const { kinds } = scene
  const [shapes, { selection }, view] = [scene.all(), state, viewport.viewOf(state.camera)]
  const contentsOf = (frame: ShapeId) => groups.contentsOf(frame)
  const frames = printed === 'frames' ? frameSheets(shapes, kinds, contentsOf) : []
  if (frames.length > 0) return frames
  if (selection.length === 0) return [{ shapes, crop: view }]
  const chosen = new Set(selection)
  const whole = new Set(selection.flatMap((id) => groups.contentsOf(id)))
  const selected = shapes.filter(({ id }) => chosen.has(id) && !whole.has(id))
  const single = inReadingOrder(selected.filter((shape) => isContainer(shape, kinds)))
  const others = selected.filter((shape) => !isContainer(shape, kinds))
  return [
    ...single.map((frame) => frameSheet(frame, shapes, kinds, contentsOf)),
    ...(others.length > 0 ? [{ shapes: others }] : []),
  ]
}
