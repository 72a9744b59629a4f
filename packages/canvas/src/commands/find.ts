import type { ShapeId } from '@inkbridge/types'
import { contains, middleOf } from '../geometry.ts'
import type { Matches, Plan } from '../plan/plan.ts'
import { search } from '../scene/scene.ts'
import { initialCamera } from '../state/state.ts'
import { centredOn, fit, shows } from '../viewport/viewport.ts'
import type { CommandContext } from './command.ts'

interface Finding extends Pick<CommandContext, 'state' | 'viewport'> {
  readonly scene: Pick<CommandContext['scene'], 'get' | 'all' | 'box' | 'kinds'>
}

/** Searches the board and shows the first match; an empty text ends the search. */
export function planSearch(words: string, context: Finding): Plan {
  if (words.trim() === '') return { matches: null }
  return showing({ all: search(context.scene.all(), words, context.scene.kinds), at: 0 }, words, context)
}

/** Shows the match `by` positions further on, wrapping around. Null: no matches. */
export function planMatch(by: number, context: Finding): Plan | null {
  const { matches, searched } = context.state
  if (!matches || matches.all.length === 0) return null
  const at = (matches.at + by + matches.all.length) % matches.all.length
  return showing({ ...matches, at }, searched, context)
}

/** Brings the content into view. Null: it is in view, or the user has moved the board or drawn on it. */
export function planArrival({ state, scene, viewport: { size } }: Finding): Plan | null {
  const { camera, gesture, canUndo } = state
  const box = scene.box()
  if (!box || camera !== initialCamera || gesture || canUndo || shows(camera, size, box)) return null
  return { camera: { type: 'jump', to: fit(box, size) } }
}

/** Selects shapes and brings them into view. Null: none exist. */
export function planReveal(ids: readonly ShapeId[], { state, scene, viewport }: Finding): Plan | null {
  const selection = ids.filter((id) => scene.get(id))
  const box = scene.box(selection)
  if (selection.length === 0 || !box) return null
  const tool = state.readOnly ? {} : ({ tool: 'select' } as const)
  return { ...tool, selection, camera: { type: 'jump', to: fit(box, viewport.size) } }
}

function showing(matches: Matches, words: string, { scene, state: { camera }, viewport }: Finding): Plan {
  const plan = { matches: { ...matches, words } }
  const match = matches.all[matches.at]
  const box = match && scene.box([match.id])
  if (!box || contains(viewport.viewOf(camera), box)) return plan
  // Keep the zoom if the text is readable at it.
  const zoom = Math.max(0.5, Math.min(camera.zoom, 1.5))
  return { ...plan, camera: { type: 'fly', to: centredOn(middleOf(box), zoom, viewport.size) } }
}
