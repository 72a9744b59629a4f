import type { Matches, Plan } from '../editor/plan.ts'
import { contains, middleOf } from '../geometry/box.ts'
import { search } from '../search.ts'
import { centredOn } from '../viewport/camera.ts'
import type { CommandContext } from './command.ts'

type Finding = Pick<CommandContext, 'state' | 'scene' | 'viewport'>

/** Finds words on the board and shows the first match; without words the search ends. */
export function finding(words: string, context: Finding): Plan {
  if (words.trim() === '') return { matches: null }
  return showing({ all: search(context.scene.all(), words, context.scene.kinds), at: 0 }, words, context)
}

/** Shows the match that is so many further on; after the last comes the first. Null: there are none. */
export function stepping(by: number, context: Finding): Plan | null {
  const { matches, searched } = context.state
  if (!matches || matches.all.length === 0) return null
  const at = (matches.at + by + matches.all.length) % matches.all.length
  return showing({ ...matches, at }, searched, context)
}

function showing(matches: Matches, words: string, { scene, state: { camera }, viewport }: Finding): Plan {
  const plan = { matches: { ...matches, words } }
  const match = matches.all[matches.at]
  const box = match && scene.box([match.id])
  if (!box || contains(viewport.viewOf(camera), box)) return plan
  // At the same zoom, unless nobody could read the text.
  const zoom = Math.max(0.5, Math.min(camera.zoom, 1.5))
  return { ...plan, camera: { type: 'fly', to: centredOn(middleOf(box), zoom, viewport.size) } }
}
