import type { Place, Shape, ShapeId } from '@inkbridge/types'
import { isContainer } from './capabilities.ts'
import { rotatedOutline } from './extents.ts'
import type { Kinds, ResolveContext } from './kind.ts'

/** Returns the shapes that are not hidden. */
export function shown(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.filter(({ hidden }) => !hidden)
}

/** Returns a shape with the values derived from its text and from other shapes; `get` returns those resolved. */
export function resolved(shape: Shape, context: Omit<ResolveContext, 'outlineOf'>): Shape {
  const { kinds } = context
  const { resolve } = kinds.of(shape)
  const own = resolve?.(shape, { ...context, outlineOf: (other) => rotatedOutline(other, kinds) }) ?? shape
  const clips = own.frame ? clipsOf(own.frame, context) : []
  return clips.length > 0 ? { ...own, clips } : own
}

/** Maximum depth of nested frames that clip a shape: only the innermost ones do. */
const maxClips = 32

/** Returns the places of a frame and the frames around it, from the inside out. */
function clipsOf(frame: ShapeId, { get, kinds }: Pick<ResolveContext, 'get' | 'kinds'>): readonly Place[] {
  const clips: Place[] = []
  const passed = new Set<ShapeId>()
  for (let at: ShapeId | undefined = frame; at && !passed.has(at) && clips.length < maxClips; ) {
    passed.add(at)
    const outer: Shape | undefined = get(at)
    if (!outer || !isContainer(outer, kinds)) break
    clips.push(outer.at)
    at = outer.frame
  }
  return clips
}

/** Whether a shape has values derived from its text or from other shapes. */
export function isDerived(shape: Shape, kinds: Kinds): boolean {
  return kinds.of(shape).resolve !== undefined || shape.frame !== undefined
}
