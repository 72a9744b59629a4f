import type { StyleChange } from '@inkbridge/types'
import type { Plan } from '../plan/plan.ts'
import type { Command, CommandContext } from './command.ts'

/** Pauses of this length end what a slider or a colour picker does, ms. */
const streamPauseMs = 1_000

/** Commands one after the other, as keys ask for them: a key that is held repeats itself. */
export class Repeats {
  /** What made the last edits, by its id; null: something else did. */
  #last: string | null = null
  #streamedAt = Number.NEGATIVE_INFINITY

  /**
   * The plan of a command; null: it does not handle its key.
   *
   * @param isRepeat the key is still held
   */
  planOf(command: Command, context: CommandContext, isRepeat: boolean): Plan | null {
    const plan = command.plan(context)
    if (isRepeat && !command.repeats) return plan && {}
    if (plan) return this.join(plan, command.id, isRepeat && command.repeats === 'one-step')
    this.#last = null
    return plan
  }

  /** A plan whose edits belong to the undo step before, if the same has made that and is still going on. */
  join(plan: Plan, by: string, isRepeat: boolean): Plan {
    const continues = isRepeat && this.#last === by
    this.#last = plan.edits?.length ? by : null
    return continues ? { ...plan, continues } : plan
  }

  /**
   * A style of what is selected, as sliders and colour pickers set it again and again: without a pause it is one undo
   * step.
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

  /** Something else was done: what comes next is a step of its own. */
  interrupt(): void {
    this.#last = null
  }
}

/** Values that come from a slider or a colour picker, not from a choice of a few. */
function isStreamed({ opacity, color, fill }: StyleChange): boolean {
  return opacity !== undefined || [color, fill].some((each) => each?.startsWith('#'))
}
