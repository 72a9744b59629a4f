import { type BoardMessages, loadCatalogue } from '@inkbridge/react/locale'
import { createWords, type Words } from '@inkbridge/react/words'
import type { BrowserContextOptions, Page } from '@playwright/test'
import type { TestServer } from '../server.ts'

/** The supported languages. */
export type Language = 'en' | 'de'

/** The texts of an interface in one language, for finding elements by name. */
export interface Texts {
  readonly language: Language
  /** Of the board. */
  readonly t: Words<BoardMessages>['t']
  /** Of the surrounding pages. */
  site(key: string, values?: Readonly<Record<string, string | number>>): string
  /** Every text of both, with its slots as `{name}`. */
  readonly all: readonly string[]
}

export async function textsOf(language: Language): Promise<Texts> {
  const board = await loadCatalogue(language)
  const site = await messagesIn(`../../apps/web/app/locale/${language}.ts`, language)
  const drawn = await messagesIn(`../../packages/canvas/src/locale/${language}.ts`, language)
  const words = createWords<BoardMessages>(language, board)
  const siteWords = createWords<Readonly<Record<string, string>>>(language, site)
  return {
    language,
    t: words.t,
    site: (key, values) => siteWords.find(key, values) ?? key,
    all: [board, site, drawn].flatMap((messages) => Object.values(messages)),
  }
}

/** The catalogue of another package, which does not export it. */
async function messagesIn(path: string, language: Language): Promise<Readonly<Record<string, string>>> {
  const module = (await import(new URL(path, import.meta.url).href)) as Readonly<Record<string, object>>
  return module[language] as Readonly<Record<string, string>>
}

/** How the places of the tour are visited. */
export interface Tour {
  readonly server: TestServer
  readonly texts: Texts
  readonly options: BrowserContextOptions
  /** Called at each place, once it is drawn. */
  at(page: Page, place: string): Promise<void>
}

/** Visits a place, and waits until the content of the board is drawn. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(() => globalThis.inkbridge?.editor.settled())
}

/** A pattern for a text whose slots may be anything. */
export function patternOf(message: string): RegExp {
  const pieces = message.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(pieces.join('.+'))
}
