import type { Place, Shape, ShapeId } from '@inkbridge/types'
import { isContainer } from './capabilities.ts'
import { standingOutline } from './extents.ts'
import type { Around, Kinds } from './kind.ts'

/** Those that are not hidden. */
export function shown(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.filter(({ hidden }) => !hidden)
}

/** A shape as it is shown: what of it follows from its words or from other shapes, which `get` gives as they are shown. */
export function settled(shape: Shape, around: Omit<Around, 'outlineOf'>): Shape {
  const { kinds } = around
  const { settle } = kinds.of(shape)
  const own = settle?.(shape, { ...around, outlineOf: (other) => standingOutline(other, kinds) }) ?? shape
  const clips = own.frame ? clipsOf(own.frame, around) : []
  return clips.length > 0 ? { ...own, clips } : own
}

/** Maximum depth of nested frames that clip a shape: only the innermost ones do. */
const maxClips = 32

/** The places of a frame and of those it is in. */
function clipsOf(frame: ShapeId, { get, kinds }: Pick<Around, 'get' | 'kinds'>): readonly Place[] {
  const clips: Place[] = []
  const passed = new Set<ShapeId>()
  for (let at: ShapeId | undefined = frame; at && !passed.has(at) && clips.length < maxClips; ) {
    passed.add(at)
    const around: Shape | undefined = get(at)
    if (!around || !isContainer(around, kinds)) break
    clips.push(around.at)
    at = around.frame
  }
  return clips
}

/** Whether something of a shape follows from its words or from other shapes. */
export function follows(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).settle !== undefined || shape.frame !== undefined
}
