import type { ImportReport } from '@inkbridge/types/rest'
import type { Translate } from './locale/locale.ts'

/** Says what is not as in the other program; empty: everything is. */
export function reportWords({ approximated, placeholders }: ImportReport, t: Translate): string {
  const part = (key: 'report.approximated' | 'report.placeholders', counts: ImportReport['approximated']) => {
    const count = Object.values(counts).reduce((sum, each) => sum + each, 0)
    return count === 0 ? [] : [t(key, { count, reasons: Object.keys(counts).join(', ') })]
  }
  return [...part('report.approximated', approximated), ...part('report.placeholders', placeholders)].join(' ')
}
