import { type I18n, setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { de } from './de.ts'
import { en, type Key, type Texts } from './en.ts'

const languages: Readonly<Record<string, Texts>> = { en, de }

/** The text of a key, with values for its slots. */
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** The texts in the terminal's language, as POSIX defines it: the first of these variables that is set decides. */
export function translatorOf(env: Readonly<Record<string, string | undefined>>): Translate {
  const tag = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  const language = tag.split(/[_.@-]/)[0]?.toLowerCase() ?? ''
  const locale = Object.hasOwn(languages, language) ? language : 'en'
  const i18n: I18n = setupI18n({ locale, messages: { [locale]: { ...languages[locale] } } })
  i18n.setMessagesCompiler(compileMessage)
  return (key, values) => i18n._(key, values)
}
