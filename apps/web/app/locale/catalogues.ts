import { acceptedLocales, languageOf, matchLocale } from '@inkbridge/react/locale'
import { headers } from 'next/headers'
import { de } from './de.ts'
import { en } from './en.ts'

export type SiteMessages = typeof en

const catalogues: Readonly<Record<string, Readonly<Record<keyof SiteMessages, string>>>> = { en, de }

/** The language tag of a page, and the page's texts. */
export interface Located {
  readonly locale: string
  readonly messages: Readonly<Record<keyof SiteMessages, string>>
}

/** The language of a request: the server's setting, else the one the browser prefers. On the server only. */
export async function located(): Promise<Located> {
  const given = await headers()
  const set = given.get('x-inkbridge-locale')
  const locale = matchLocale([...(set ? [set] : []), ...acceptedLocales(given.get('accept-language') ?? '')])
  return { locale, messages: catalogues[languageOf(locale)] ?? en }
}
