import { apiErrorCodes, refusalReasons } from '@inkbridge/types'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { describe, expect, test } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { acceptedLocales, loadCatalogue, matchLocale } from './languages.ts'
import { compile } from './messages.ts'
import { createWords } from './words.ts'

const catalogues = { en, de }

describe.each(Object.entries(catalogues))('%s', (_locale, messages) => {
  test('every message is compiled as Lingui compiles it', () => {
    for (const [key, message] of Object.entries(messages))
      expect(compile(message), key).toEqual(compileMessageOrThrow(message))
  })

  test('every message has the slots of the English one', () => {
    for (const [key, message] of Object.entries(messages))
      expect(slotsOf(message), key).toEqual(slotsOf(en[key as keyof typeof en]))
  })
})

test.each([
  'a {name} and {other}',
  '{count, plural, one {# edit} other {# edits}} by {name}',
  '{count, plural, =0 {none} one {one of {name}} other {# of {name}}}',
  '',
])('%j is compiled as Lingui compiles it', (message) => {
  expect(compile(message)).toEqual(compileMessageOrThrow(message))
})

test.each(['{', '}', 'a {name', '{count, select, a {b}}', '{count, plural, one {x}', '{count, plural, one}'])(
  '%j is refused',
  (message) => {
    expect(() => compile(message)).toThrow(/expected/)
  },
)

test('a number chooses the plural of the language, and is written as the language writes it', () => {
  const messages = { edits: '{count, plural, one {# edit} other {# edits}}' } as const
  const words = createWords<typeof messages>('en', messages)
  expect([words.t('edits', { count: 1 }), words.t('edits', { count: 1_200 })]).toEqual(['1 edit', '1,200 edits'])
  const german = createWords<typeof messages>('de', { edits: '{count, plural, one {# Änderung} other {# Änderungen}}' })
  expect([german.t('edits', { count: 1 }), german.t('edits', { count: 1_200 })]).toEqual([
    '1 Änderung',
    '1.200 Änderungen',
  ])
})

test('a key built at run time finds its text, or nothing', () => {
  const words = createWords<typeof en>('en', en)
  expect([words.find('error.role'), words.find('error.never'), words.find('constructor')]).toEqual([
    en['error.role'],
    null,
    null,
  ])
})

test.each([
  [['de-AT', 'en'], 'de-AT'],
  [['fr', 'de'], 'de'],
  [['fr'], 'en'],
  [['EN-gb'], 'EN-gb'],
  [['not a tag', 'de'], 'de'],
  [[], 'en'],
])('of %j the language is %s', (wanted, locale) => {
  expect(matchLocale(wanted)).toBe(locale)
})

test('the texts of a locale are those of its language', async () => {
  expect(await loadCatalogue('de-AT')).toBe(de)
})

function slotsOf(message: string): readonly string[] {
  return [...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = '']) => name).sort()
}

test('every code and every reason of the server has its text, and there is no other', () => {
  const codes = [...apiErrorCodes, 'unreachable', 'no-answer'].map((code) => `error.${code}`)
  const reasons = refusalReasons.map((reason) => `refusal.${reason}`)
  const keys = Object.keys(en).filter((key) => /^(error|refusal)\./.test(key))
  expect(keys.sort()).toEqual([...codes, ...reasons].sort())
})

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', ['de-AT', 'de', 'en']],
  ['en;q=0.2, de', ['de', 'en']],
  ['fr;q=0, en', ['en']],
  ['', []],
])('the header %j asks for %j', (header, tags) => {
  expect(acceptedLocales(header)).toEqual(tags)
})
