import type { StyleChange } from '@inkbridge/types'
import type { Plan } from '../plan/plan.ts'
import type { Command, CommandContext } from './command.ts'

/** A pause of this length ends the stream of values of a slider or colour picker, ms. */
const streamPauseMs = 1_000

/** Joins repeated commands into undo steps: a held key repeats itself. */
export class Repeats {
  /** The id of the source of the last edits; null: another one. */
  #last: string | null = null
  #streamedAt = Number.NEGATIVE_INFINITY

  /**
   * Returns the plan of a command; null: it does not handle its key.
   *
   * @param isRepeat the key is held
   */
  planOf(command: Command, context: CommandContext, isRepeat: boolean): Plan | null {
    const plan = command.plan(context)
    if (isRepeat && !command.repeats) return plan && {}
    if (plan) return this.join(plan, command.id, isRepeat && command.repeats === 'one-step')
    this.#last = null
    return plan
  }

  /** Returns a plan whose edits join the previous undo step, if the same source made it and is still active. */
  join(plan: Plan, by: string, isRepeat: boolean): Plan {
    const continues = isRepeat && this.#last === by
    this.#last = plan.edits?.length ? by : null
    return continues ? { ...plan, continues } : plan
  }

  /**
   * Returns a plan that styles the selection. Sliders and colour pickers set styles continuously: without a pause that
   * is one undo step.
   *
   * @param now ms, any epoch
   */
  styled(style: StyleChange, now: number): Plan {
    if (!isStreamed(style)) {
      this.interrupt()
      return { style }
    }
    const by = `style ${Object.keys(style).join()}`
    const continues = this.#last === by && now - this.#streamedAt < streamPauseMs
    this.#last = by
    this.#streamedAt = now
    return { style, continues }
  }

  /** Ends the current undo step. */
  interrupt(): void {
    this.#last = null
  }
}

/** Whether a style comes from a slider or colour picker. */
function isStreamed({ opacity, color, fill }: StyleChange): boolean {
  return opacity !== undefined || [color, fill].some((each) => each?.startsWith('#'))
}
