import type { I18n } from '@lingui/core'

type CompiledMessage = ReturnType<Parameters<I18n['setMessagesCompiler']>[0]>

/** Texts by their keys, in the part of ICU's message format that `compile` reads. */
export type Messages = Readonly<Record<string, string>>

export type Values = Readonly<Record<string, string | number>>

/** The names of the values that a message needs: `{name}` and `{count, plural, …}`. */
type SlotsOf<Message extends string> = Message extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}${PluralCase}`
    ? SlotsOf<Rest>
    :
        | ((Rest extends `${infer Name}, plural,${string}`
            ? Name extends `${string}}${string}`
              ? FirstOf<Rest>
              : Name
            : FirstOf<Rest>) &
            string)
        | SlotsOf<Rest>
  : never

type FirstOf<Rest extends string> = Rest extends `${infer Name}}${string}` ? Name : never

/** The selector before the braces of a plural case. */
type PluralCase = `${'=0' | '=1' | 'one' | 'few' | 'many' | 'other'} `

/** The values of a message; none for one without slots. */
export type ValuesOf<Message extends string> = [SlotsOf<Message>] extends [never]
  ? []
  : [values: Readonly<Record<SlotsOf<Message>, string | number>>]

/** The keys of messages without slots. */
export type PlainKey<Known extends Messages> = {
  [Key in keyof Known & string]: Known[Key] extends `${string}{${string}` ? never : Key
}[keyof Known & string]

type Token = Exclude<CompiledMessage, string>[number]

/**
 * Compiles a message as Lingui's own compiler does, for `{name}` and `{name, plural, one {# edit} other {# edits}}`. That
 * compiler reads all of ICU's format and is ten times as large as everything else here. Throws on what it does not read.
 */
export function compile(message: string): CompiledMessage {
  const { tokens, end } = tokensFrom(message, 0, false)
  if (end < message.length) throw new Error(`expected no more than one "}" for each "{": ${message}`)
  return tokens
}

function tokensFrom(
  message: string,
  start: number,
  isCase: boolean,
): { readonly tokens: Token[]; readonly end: number } {
  const tokens: Token[] = []
  let at = start
  while (at < message.length && message[at] !== '}') {
    const [text = ''] = /^[^{}#]+/.exec(message.slice(at)) ?? []
    if (text !== '') tokens.push(text)
    at += text.length
    if (message[at] === '#') {
      tokens.push('#')
      at += 1
    }
    if (message[at] !== '{') continue
    const slot = slotFrom(message, at)
    tokens.push(slot.token)
    at = slot.end
  }
  if (isCase && at >= message.length) throw new Error(`expected "}" at the end: ${message}`)
  return { tokens, end: at }
}

function slotFrom(message: string, start: number): { readonly token: Token; readonly end: number } {
  const [head = '', name = '', isPlural] = /^\{(\w+)(?:(, plural, )|\})/.exec(message.slice(start)) ?? []
  if (head === '') throw new Error(`expected {name} or {name, plural, …} at ${start}: ${message}`)
  let at = start + head.length
  if (!isPlural) return { token: [name], end: at }
  const cases: Record<string, CompiledMessage> = {}
  while (message[at] !== '}') {
    const [selector = '', key = ''] = /^\s*=?(\w+) \{/.exec(message.slice(at)) ?? []
    if (selector === '') throw new Error(`expected a case such as "one {…}" at ${at}: ${message}`)
    const { tokens, end } = tokensFrom(message, at + selector.length, true)
    cases[key] = tokens
    at = end + 1
  }
  return { token: [name, 'plural', { offset: undefined, ...cases }] as unknown as Token, end: at + 1 }
}
