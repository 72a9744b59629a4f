import type { Edit, ShapeId } from '@inkbridge/types'
import type { Plan, ToolName } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { stylesFor } from '../state/state.ts'

/** The part of the state that plans are resolved against. */
interface Resolving {
  readonly tool: ToolName
  readonly keepTool: boolean
  readonly readOnly: boolean
  readonly viewing: boolean
  readonly mayEdit: boolean
  readonly selection: readonly ShapeId[]
}

/** Tells which parts of a style shapes can have. */
type Styling = Pick<Scene, 'get' | 'kinds'>

/** Tells the tool to begin with where nothing can be edited, and where something can. */
type FirstTool = (readOnly: boolean) => ToolName

/** A plan with the tool, the selection and the edits that follow from its other fields. */
export function resolved(plan: Plan, state: Resolving, firstTool: FirstTool, scene: Styling): Plan {
  return withStyleEdits(withMode(withWritten(withDone(plan, state), state), state, firstTool), state, scene)
}

function withDone(plan: Plan, { keepTool, selection }: Resolving): Plan {
  if (!plan.done || keepTool) return plan
  // Finished without a tool's own step: the tool stays where nothing came of it.
  if (!plan.selection && selection.length === 0) return plan
  return { ...plan, tool: 'select', selection: plan.selection ?? selection }
}

function withWritten(plan: Plan, { tool, readOnly }: Resolving): Plan {
  if (!plan.write || readOnly) return plan
  return { ...plan, ...(tool === 'select' ? {} : { tool: 'select' }), selection: [plan.write.id] }
}

/** Where nothing can be edited the hand is the tool, and where it can again the one to begin with. */
function withMode(plan: Plan, { viewing, mayEdit, readOnly }: Resolving, firstTool: FirstTool): Plan {
  const next = (plan.viewing ?? viewing) || !(plan.mayEdit ?? mayEdit)
  return next === readOnly ? plan : { ...plan, tool: firstTool(next) }
}

/** Each shape takes the parts of a style that it can have. */
function withStyleEdits(plan: Plan, { selection }: Resolving, scene: Styling): Plan {
  const { style } = plan
  if (!style || selection.length === 0) return plan
  const edits = selection.flatMap((id): Edit[] => {
    const shape = scene.get(id)
    const own = shape ? stylesFor(shape, style, scene.kinds) : {}
    return Object.keys(own).length > 0 ? [{ type: 'style', id, style: own }] : []
  })
  return { ...plan, edits: [...(plan.edits ?? []), ...edits] }
}
