// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources that are read here have templates

import { expect, test } from 'vitest'
import { shownIn, unusedKeys } from './interface-words.ts'
import { countsOf, moreThan, stumblesIn } from './plain-words.ts'
import { textsOf } from './source-text.ts'

test('strings, templates, JSX and comments of a file are its texts, and its imports are not', () => {
  const source = [
    "import { a } from './a.ts'",
    '/** Says so. */',
    "const x = { 'not a text': `one ${a('two')} three` }",
    'const y = <b title="four">five</b>',
    "throw new Error('six')",
  ].join('\n')
  expect(textsOf('a.tsx', source)).toEqual([
    { text: '* Says so. ', kind: 'comment', line: 2, attribute: null, callee: null },
    { text: 'one ', kind: 'template', line: 3, attribute: null, callee: null },
    { text: 'two', kind: 'string', line: 3, attribute: null, callee: 'a' },
    { text: ' three', kind: 'template', line: 3, attribute: null, callee: null },
    { text: 'four', kind: 'string', line: 4, attribute: 'title', callee: null },
    { text: 'five', kind: 'element', line: 4, attribute: null, callee: null },
    { text: 'six', kind: 'string', line: 5, attribute: null, callee: 'Error' },
  ])
})

test.each([
  ['<b>Save</b>', ['Save']],
  ['<b aria-label="Save" className="Save it">{t("save.label")}</b>', ['Save']],
  ['<b title={`Save ${name}`} />', ['Save ']],
  ["say('Nothing was saved')", ['Nothing was saved']],
  ["say('saved')", []],
  ["throw new TypeError('Nothing was saved')", []],
  ["event.key === 'Enter'", []],
  ["element.closest('input, textarea')", []],
  ["<b title={t(isNew ? 'save.new' : 'save.old', { name: t(`name.${kind}`) })} />", []],
  ['<b>{1} · {2}</b>', []],
])('of %s a person reads %j', (source, shown) => {
  expect(shownIn('a.tsx', source).map(({ text }) => text)).toEqual(shown)
})

test('a key is used where a string or a template names it', () => {
  const files = new Map([['a.ts', "t('a.b'); t(`c.${d}.text`); t(`${e}.f`)"]])
  expect(unusedKeys(['a.b', 'a.c', 'c.d.text', 'c.d', 'x.f'], files)).toEqual(['a.c', 'c.d', 'x.f'])
})

test('a word that readers stumble over is found in comments and strings, and compared with the count before', () => {
  const files = new Map([
    ['a.ts', "// Whoever comes\nconst whoever = 'made anew'"],
    ['b.ts', '// anew'],
    ['c.md', 'A file of `settled` names.\n\nWhoever reads it'],
  ])
  const stumbles = stumblesIn(files)
  expect(countsOf(stumbles)).toEqual({ 'a.ts': 2, 'b.ts': 1, 'c.md': 1 })
  expect(moreThan({ 'a.ts': 1, 'b.ts': 1, 'c.md': 1 }, stumbles)).toMatchObject([
    { path: 'a.ts', line: 1, word: { name: 'whoever' } },
    { path: 'a.ts', line: 2, word: { name: 'anew' } },
  ])
})
