import type { Edit, ShapeId } from '@inkbridge/types'
import type { Plan, ToolName } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { stylesFor } from '../state/state.ts'

/** The part of the state that plans are completed from. */
interface PlanState {
  readonly tool: ToolName
  readonly keepTool: boolean
  readonly readOnly: boolean
  readonly viewing: boolean
  readonly mayEdit: boolean
  readonly selection: readonly ShapeId[]
}

/** For the parts of a style that shapes support. */
type Styling = Pick<Scene, 'get' | 'kinds'>

/** Returns the initial tool, with or without the right to edit. */
type FirstTool = (readOnly: boolean) => ToolName

/** Completes a plan with the tool, the selection and the edits that its other fields imply. */
export function completePlan(plan: Plan, state: PlanState, firstTool: FirstTool, scene: Styling): Plan {
  return withStyleEdits(withMode(withWritten(withDone(plan, state), state), state, firstTool), state, scene)
}

function withDone(plan: Plan, { keepTool, selection }: PlanState): Plan {
  if (!plan.done || keepTool) return plan
  // If nothing was created or selected, the tool stays.
  if (!plan.selection && selection.length === 0) return plan
  return { ...plan, tool: 'select', selection: plan.selection ?? selection }
}

function withWritten(plan: Plan, { tool, readOnly }: PlanState): Plan {
  if (!plan.write || readOnly) return plan
  return { ...plan, ...(tool === 'select' ? {} : { tool: 'select' }), selection: [plan.write.id] }
}

/** Switches to the hand tool in read-only mode, and back to the initial tool. */
function withMode(plan: Plan, { viewing, mayEdit, readOnly }: PlanState, firstTool: FirstTool): Plan {
  const next = (plan.viewing ?? viewing) || !(plan.mayEdit ?? mayEdit)
  return next === readOnly ? plan : { ...plan, tool: firstTool(next) }
}

/** Adds style edits with the parts that each selected shape supports. */
function withStyleEdits(plan: Plan, { selection }: PlanState, scene: Styling): Plan {
  const { style } = plan
  if (!style || selection.length === 0) return plan
  const edits = selection.flatMap((id): Edit[] => {
    const shape = scene.get(id)
    const own = shape ? stylesFor(shape, style, scene.kinds) : {}
    return Object.keys(own).length > 0 ? [{ type: 'style', id, style: own }] : []
  })
  return { ...plan, edits: [...(plan.edits ?? []), ...edits] }
}
