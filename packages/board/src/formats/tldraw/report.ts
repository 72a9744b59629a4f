import type { Report, ReportReason } from '../format.ts'

/** Counts how closely shapes correspond. */
export class ReportCounts {
  #exact = 0
  readonly #approximated = new Map<ReportReason, number>()
  readonly #placeholders = new Map<ReportReason, number>()

  /** Counts one shape. */
  add(approximated: ReportReason | undefined, placeholder?: ReportReason): void {
    if (placeholder) increase(this.#placeholders, placeholder, 1)
    else if (approximated) increase(this.#approximated, approximated, 1)
    else this.#exact += 1
  }

  /** Counts boxes in place of shapes that were counted as exact, and records that were left out. */
  standFor(boxes: number, omitted: number): void {
    this.#exact -= boxes
    increase(this.#placeholders, 'shape', boxes + omitted)
  }

  get report(): Report {
    return { exact: this.#exact, approximated: this.#approximated, placeholders: this.#placeholders }
  }
}

function increase(counts: Map<ReportReason, number>, reason: ReportReason, by: number): void {
  if (by > 0) counts.set(reason, (counts.get(reason) ?? 0) + by)
}
