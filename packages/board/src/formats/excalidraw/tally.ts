import type { Report, ReportReason } from '../format.ts'

/** Counts how closely shapes correspond to elements. */
export class Tally {
  #exact = 0
  readonly #approximated = new Map<ReportReason, number>()
  readonly #placeholders = new Map<ReportReason, number>()

  /** Counts one shape: the reasons why it is only similar, and the one why it is only a placeholder. */
  add(approximations: readonly ReportReason[], placeholder: ReportReason | null = null): void {
    if (placeholder) this.placeholder(placeholder, 1)
    else if (approximations.length === 0) this.#exact += 1
    for (const reason of new Set(approximations)) more(this.#approximated, reason, 1)
  }

  placeholder(reason: ReportReason, count: number): void {
    if (count > 0) more(this.#placeholders, reason, count)
  }

  report(): Report {
    return { exact: this.#exact, approximated: this.#approximated, placeholders: this.#placeholders }
  }
}

function more(counts: Map<ReportReason, number>, reason: ReportReason, count: number): void {
  counts.set(reason, (counts.get(reason) ?? 0) + count)
}
