import type { Plan, ToolName } from '../plan/plan.ts'
import type { Input, Step, Tool, ToolInput, View } from './tool.ts'

/** A tool with its state kept inside. */
interface RunningTool {
  readonly cursor: string
  readonly holds: boolean
  readonly drags: boolean
  readonly marks: boolean
  next(input: ToolInput, view: View): Plan
  /** The plan that ends what was begun and goes on while nothing is pressed; null when nothing was. Changes nothing. */
  peek(view: View): Plan | null
  finish(view: View): Plan | null
  travel(direction: 'undo' | 'redo', view: View): Plan | null
}

type Move = Input & { readonly type: 'move' }

/** The tool that is chosen, or the one that is used for one gesture, and the gesture under way. */
export class Toolbox {
  readonly #toolOf: (name: ToolName) => Tool<unknown> | undefined
  #tool: RunningTool
  #temporary: RunningTool | null = null
  #gesture = false
  /** The gesture under way has made edits: the next ones belong to the same undo step. */
  #edited = false
  #dragged: Move | null = null

  constructor(name: ToolName, toolOf: (name: ToolName) => Tool<unknown> | undefined) {
    this.#toolOf = toolOf
    this.#tool = this.#run(name)
  }

  select(name: ToolName): void {
    this.#tool = this.#run(name)
  }

  get cursor(): string {
    return (this.#temporary ?? this.#tool).cursor
  }

  /** The last move of a drag that takes the board along at the edge of the view; null: there is none. */
  get dragged(): Move | null {
    return this.#dragged
  }

  /** Whether the tool in use is told of a pointer that is held. */
  get holds(): boolean {
    return (this.#temporary ?? this.#tool).holds
  }

  get isTemporary(): boolean {
    return this.#temporary !== null
  }

  /** What the tool in use plans; `temporary` is a tool for the gesture that begins. */
  next(input: Input, temporary: 'hand' | 'eraser' | null, view: View): Plan {
    if (input.type === 'down') {
      this.#temporary = temporary && this.#run(temporary)
      this.#edited = false
      this.#gesture = true
    }
    const tool = this.#temporary ?? this.#tool
    if (input.type === 'interrupt') return this.next(endOrCancel(input, tool), temporary, view)
    this.#dragged = input.type === 'move' && this.#gesture && tool.drags ? input : null
    const plan = this.#continued(tool.next(input, view))
    if (input.type === 'down') return { ...plan, gesture: true }
    if (input.type !== 'up' && input.type !== 'cancel') return plan
    this.#temporary = null
    this.#gesture = false
    return { ...plan, gesture: false }
  }

  /** Undoes the gesture under way; null: there is none. */
  cancel(view: View): Plan | null {
    return this.#gesture ? this.next({ type: 'cancel' }, null, view) : null
  }

  /** Whether something was begun that goes on while nothing is pressed. */
  hasBegun(view: View): boolean {
    return this.#tool.peek(view) !== null
  }

  /** Ends what was begun and goes on while nothing is pressed, as it is; the tool stays. */
  finish(view: View): Plan | null {
    const plan = this.#tool.finish(view)
    if (!plan) return null
    this.#edited = false
    const { done: _done, ...kept } = plan
    return this.#continued(kept)
  }

  /** Takes back the last of what was begun and goes on while nothing is pressed, or makes it again; null: nothing was. */
  travel(direction: 'undo' | 'redo', view: View): Plan | null {
    const plan = this.#tool.travel(direction, view)
    return plan && this.#continued(plan)
  }

  #run(name: ToolName): RunningTool {
    return running(this.#toolOf(name) ?? nothing)
  }

  /** A step shows what it says, and nothing of the step before. */
  #continued(plan: Plan): Plan {
    const continues = this.#edited
    this.#edited ||= (plan.edits?.length ?? 0) > 0
    return { draft: {}, cursor: null, ...plan, continues }
  }
}

/** What runs in place of a tool that the lists do not have. */
const nothing: Tool<null> = { idle: null, cursor: 'default', next: (state) => ({ state }) }

/** A drag ends where it is, and so does what marks with a press; any other press is taken back. */
function endOrCancel(
  { isDrag, ...pointer }: Input & { readonly type: 'interrupt' },
  { marks }: RunningTool,
): ToolInput {
  return isDrag || marks ? { ...pointer, type: 'up' } : { type: 'cancel' }
}

function running<State>(tool: Tool<State>): RunningTool {
  let state = tool.idle
  const planOf = (step: Step<State> | null | undefined): Plan | null => {
    if (!step) return null
    const { state: after, ...plan } = step
    state = after
    return plan
  }
  return {
    cursor: tool.cursor,
    holds: tool.holds ?? false,
    drags: tool.drags ?? false,
    marks: tool.marks ?? false,
    next: (input, view) => planOf(tool.next(state, input, view)) ?? {},
    peek: (view) => tool.finish?.(state, view) ?? null,
    finish: (view) => planOf(tool.finish?.(state, view)),
    travel: (direction, view) => planOf(tool.travel?.(state, direction, view)),
  }
}
