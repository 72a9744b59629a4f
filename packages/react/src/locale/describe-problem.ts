import { type BoardMessages, loadCatalogue } from './languages.ts'
import { problemText } from './problem.ts'
import { createWords } from './words.ts'

/** Describes an error in a locale that `matchLocale` returned. For pages around the boards. */
export async function describeProblem(error: unknown, locale: string): Promise<string> {
  return problemText(error, createWords<BoardMessages>(locale, await loadCatalogue(locale)))
}
