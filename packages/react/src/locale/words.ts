import { setupI18n } from '@lingui/core'
import { type Format, formatOf } from './format.ts'
import { compile, type Messages, type Values, type ValuesOf } from './messages.ts'

/** The texts of one language, and how it writes numbers and dates. */
export interface Words<Known extends Messages> {
  /** A BCP 47 tag. */
  readonly locale: string
  readonly format: Format
  /** The text of a key, with the values that it has slots for. */
  readonly t: <Key extends keyof Known & string>(key: Key, ...values: ValuesOf<Known[Key]>) => string
  /** The text of a key that is built at run time, or null for an unknown key. */
  readonly find: (key: string, values?: Values) => string | null
}

/** `Known` is the catalogue that the keys and slots come from, `messages` the same in the language that is shown. */
export function createWords<Known extends Messages>(locale: string, messages: Messages): Words<Known> {
  const i18n = setupI18n({ locale, messages: { [locale]: { ...messages } } }).setMessagesCompiler(compile)
  const find = (key: string, values?: Values) => (Object.hasOwn(messages, key) ? i18n._(key, values) : null)
  return { locale, format: formatOf(locale), find, t: (key, ...[values]) => i18n._(key, values) }
}
