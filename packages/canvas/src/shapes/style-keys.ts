import { defaultSize, defaultStreamline, type Style, type StyleKey } from '@inkbridge/types'

/** All parts of a style. */
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

/** Defaults of a style, for all kinds. */
export const usualOfAll: Partial<Style> = { size: defaultSize, streamline: defaultStreamline }

/**
 * Returns a function that gives the list of style parts a shape shows: one shared array for each case, so that
 * thousands of shapes have few lists.
 *
 * @param uses what a kind can show
 * @param sometimes parts of it that a shape shows all or nothing of
 * @returns the list for a shape that shows these of the parts
 */
export function stylesBy(
  uses: readonly StyleKey[],
  sometimes: readonly (readonly StyleKey[])[],
): (...shown: readonly boolean[]) => readonly StyleKey[] {
  const lists = Array.from({ length: 2 ** sometimes.length }, (_, at) => {
    const hidden = sometimes.flatMap((keys, bit) => ((at >> bit) & 1 ? [] : keys))
    return uses.filter((key) => !hidden.includes(key))
  })
  return (...shown) => lists[shown.reduce((at, is, bit) => at + (is ? 1 << bit : 0), 0)] ?? uses
}
