import type { Style } from '@inkbridge/types'

/** Something a style may say. */
export type StyleKey = keyof Style

/** All that a style may say. */
export const styleKeys = [
  'color',
  'width',
  'fill',
  'pattern',
  'dash',
  'corners',
  'look',
  'startHead',
  'endHead',
  'opacity',
  'nib',
  'streamline',
  'route',
  'font',
  'size',
  'align',
  'valign',
  'fit',
] as const satisfies readonly StyleKey[]

export const fillKeys = ['fill', 'pattern'] as const
/** Of words that are as long as their line. */
export const letterKeys = ['font', 'size'] as const
/** Of words that are in something. */
export const wordKeys = [...letterKeys, 'align', 'valign', 'fit'] as const

/**
 * One list for each way that some things are so or not, made once: of thousands of shapes few lists are looked at.
 *
 * @param count how many things
 */
export function keysFor(
  count: number,
  build: (...so: readonly boolean[]) => readonly StyleKey[],
): (...so: readonly boolean[]) => readonly StyleKey[] {
  const lists = Array.from({ length: 2 ** count }, (_, at) =>
    build(...Array.from({ length: count }, (_each, bit) => ((at >> bit) & 1) === 1)),
  )
  return (...so) => lists[so.reduce((at, is, bit) => at + (is ? 1 << bit : 0), 0)] ?? []
}
