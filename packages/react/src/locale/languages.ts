/**
 * Languages of the interface. `en.ts` has every text of this package by a typed key, `de.ts` the same in German; a language
 * is loaded when its texts are first needed, and nothing before the first stroke needs one.
 *
 * @packageDocumentation
 */

import { retryForever } from '../retry-forever.ts'
import type { en } from './en.ts'

/** The texts of this package, in English. */
export type BoardMessages = typeof en

/** The keys of every language: missing and unknown keys do not compile. */
export type Catalogue = Readonly<Record<keyof BoardMessages, string>>

const languages: Readonly<Record<string, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
}

/** Returns the first wanted tag whose language is supported, else English. */
export function matchLocale(wanted: readonly string[]): string {
  return wanted.find((tag) => isLocale(tag) && Object.hasOwn(languages, languageOf(tag))) ?? 'en'
}

/** Returns the tags of an `Accept-Language` header, preferred first. */
export function acceptedLocales(header: string): readonly string[] {
  const weighted = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((word) => word.trim())
    const weight = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? 1)
    return { tag, weight }
  })
  return weighted
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}

/** Returns the language of a tag: `de` of `de-AT`. */
export function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag
}

/** Whether `Intl` supports a tag. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

/** Loads the texts of a locale that `matchLocale` returned, retrying until it succeeds. */
export async function loadCatalogue(locale: string): Promise<Catalogue> {
  const catalogue = await retryForever(async () => await languages[languageOf(locale)]?.())
  if (!catalogue) throw new Error(`expected one of ${Object.keys(languages).join(', ')}, got ${locale}`)
  return catalogue
}
