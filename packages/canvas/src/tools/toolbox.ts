import type { Plan, ToolName } from '../plan/plan.ts'
import type { Input, Step, Tool, ToolInput, View } from './tool.ts'

/** A tool with its state. */
interface RunningTool {
  readonly cursor: string
  readonly holds: boolean
  readonly drags: boolean
  readonly marks: boolean
  next(input: ToolInput, view: View): Plan
  /** Returns the plan that would finish what was begun; null: nothing. Changes nothing. */
  peek(view: View): Plan | null
  finish(view: View): Plan | null
  travel(direction: 'undo' | 'redo', view: View): Plan | null
}

type Move = Input & { readonly type: 'move' }

/** Runs the chosen tool, or a temporary one for a single gesture. */
export class Toolbox {
  readonly #toolOf: (name: ToolName) => Tool<unknown> | undefined
  #tool: RunningTool
  #temporary: RunningTool | null = null
  #gesture = false
  /** The current gesture has made edits: later ones join their undo step. */
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

  /** The last move of a drag that scrolls the board at the edge of the view; null: none. */
  get dragged(): Move | null {
    return this.#dragged
  }

  /** Whether the current tool receives `hold`. */
  get holds(): boolean {
    return (this.#temporary ?? this.#tool).holds
  }

  get isTemporary(): boolean {
    return this.#temporary !== null
  }

  /** Passes input to the current tool. Returns its plan; `temporary` is a tool for the gesture that begins. */
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

  /** Reverts the current gesture; null: none. */
  cancel(view: View): Plan | null {
    return this.#gesture ? this.next({ type: 'cancel' }, null, view) : null
  }

  /** Whether something continues without a pressed pointer. */
  hasBegun(view: View): boolean {
    return this.#tool.peek(view) !== null
  }

  /** Finishes what continues without a pressed pointer; the tool stays. */
  finish(view: View): Plan | null {
    const plan = this.#tool.finish(view)
    if (!plan) return null
    this.#edited = false
    const { done: _done, ...kept } = plan
    return this.#continued(kept)
  }

  /** Undoes or redoes the last point of what continues without a pressed pointer; null: nothing was begun. */
  travel(direction: 'undo' | 'redo', view: View): Plan | null {
    const plan = this.#tool.travel(direction, view)
    return plan && this.#continued(plan)
  }

  #run(name: ToolName): RunningTool {
    return running(this.#toolOf(name) ?? nothing)
  }

  /** Clears the draft of the previous step unless the plan has one. */
  #continued(plan: Plan): Plan {
    const continues = this.#edited
    this.#edited ||= (plan.edits?.length ?? 0) > 0
    return { draft: {}, cursor: null, ...plan, continues }
  }
}

/** Stands in for an unknown tool. */
const nothing: Tool<null> = { idle: null, cursor: 'default', next: (state) => ({ state }) }

/** Ends a drag or mark where it is; reverts any other press. */
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
