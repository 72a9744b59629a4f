import type { Box, Shape } from '@inkbridge/types'
import type { CommandContext } from '../commands.ts'
import { placeBox } from '../geometry.ts'
import type { Scene } from '../scene/scene.ts'
import { isContainer } from '../shapes.ts'

/** A sheet of paper: shapes, and the part of the board that is on it; without it, all of them. */
export interface Sheet {
  readonly shapes: readonly Shape[]
  readonly crop?: Box
}

/** What is printed: the selection, or else the view; or the frames. */
export type Printed = 'board' | 'frames'

type Printing = Pick<CommandContext, 'state' | 'viewport' | 'groups'> & {
  readonly scene: Pick<Scene, 'all' | 'kinds'>
}

/** World units that are one line of frames to who reads. */
const row = 100

/** The sheets that are printed: a frame has one of its own with what is in it, what else is selected one together. */
export function sheetsOf(printed: Printed, { state, viewport, groups, scene }: Printing): readonly Sheet[] {
  const { kinds } = scene
  const [shapes, { selection }, view] = [scene.all(), state, viewport.viewOf(state.camera)]
  const frames = shapes.filter((shape) => isContainer(shape, kinds) && !shape.frame)
  const sheetOf = (frame: Shape): Sheet => {
    const inside = new Set(groups.contentsOf(frame.id))
    return { shapes: shapes.filter(({ id }) => id === frame.id || inside.has(id)), crop: placeBox(frame.at) }
  }
  if (printed === 'frames' && frames.length > 0) return inReadingOrder(frames).map(sheetOf)
  if (selection.length === 0) return [{ shapes, crop: view }]
  const chosen = new Set(selection)
  const whole = new Set(selection.flatMap((id) => groups.contentsOf(id)))
  const selected = shapes.filter(({ id }) => chosen.has(id) && !whole.has(id))
  const single = inReadingOrder(selected.filter((shape) => isContainer(shape, kinds)))
  const others = selected.filter((shape) => !isContainer(shape, kinds))
  return [...single.map(sheetOf), ...(others.length > 0 ? [{ shapes: others }] : [])]
}

function inReadingOrder(frames: readonly Shape[]): readonly Shape[] {
  const rowOf = ({ at }: Shape) => Math.floor(at.y / row)
  return frames.toSorted((a, b) => rowOf(a) - rowOf(b) || a.at.x - b.at.x)
}
