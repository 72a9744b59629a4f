import { expect, test } from 'vitest'
import { constantIn, wrongNumbers } from './document-numbers.ts'
import { settingsIn, wrongRows, wrongSettings } from './document-rows.ts'
import { problemsOf, type Repository } from './documents.ts'

const files = [
  'docs/rules.md',
  'packages/canvas/src/tools/pen.ts',
  'packages/canvas/src/tools/pen.test.ts',
  'e2e/doors.spec.ts',
]

function problems(documents: Readonly<Record<string, string>>, more: Partial<Repository> = {}): readonly string[] {
  return problemsOf({
    documents: new Map(Object.entries(documents)),
    files,
    names: new Set(['Pen', 'next', 'applyEdits', 'test', 'pen', 'doors', 'windows']),
    settings: new Set(['PORT', 'DATA_DIR']),
    tests: new Map(),
    ...more,
  })
}

test.each([
  '`canvas/src/tools/pen.ts` and `pen.ts`, `packages/canvas/src/tools/`, `tools/<tool>.ts`, `{pen,pencil}.ts`',
  '`e2e/out/*.png`, `node_modules/.bin/node`, `next build`, `text/plain`',
  '`applyEdits`, `Pen.next()`, `Pen.#next`, `SIGTERM` is said, `PORT=3000`, `DATA_DIR`, `DELETE`',
  '[rules](docs/rules.md#first-rules), [here](#first-rules), [there](https://example.org/nothing)\n# First rules',
  '```sh\ncat `nothing.ts`\n```',
  '- **S1** One. **S2** Two (S1, S2), as S1 to S2 say.',
  '| threat | shown by |\n|---|---|\n| a | `tools/pen.test`, `pen.test`, `doors` |',
])('%j has no problems', (text) => {
  const documents = { 'README.md': text, 'docs/rules.md': '# First rules' }
  expect(problems(documents, { settings: new Set(['PORT', 'DATA_DIR', 'SIGTERM']) })).toEqual([])
})

test.each([
  ['`tools/pencil.ts`', 'README.md:1: there is no `tools/pencil.ts`'],
  ['\n`packages/pens/`', 'README.md:2: there is no `packages/pens/`'],
  ['`en.ts`', 'README.md:1: there is no `en.ts`'],
  ['[rules](docs/rule.md)', 'README.md:1: docs/rule.md leads nowhere'],
  ['[rules](docs/rules.md#second)', 'README.md:1: docs/rules.md#second leads nowhere'],
  ['`drawStroke`', 'README.md:1: there is no `drawStroke`'],
  ['`ACCESS`', 'README.md:1: there is no setting ACCESS'],
  ['**S1** one **S1** two', 'README.md: S1 is two rules'],
  ['**S1** one (S2)', 'README.md: there is no rule S2'],
  ['| threat | shown by |\n|---|---|\n| a | `doors`, `windows` |', 'README.md:3: there is no test `windows`'],
])('%j states something that is wrong', (text, problem) => {
  expect(problems({ 'README.md': text, 'docs/rules.md': '# First rules' })).toEqual([problem])
})

test('a rule that a test refers to is in a document', () => {
  const tests = new Map([['e2e/doors.spec.ts', "test('[S1] one', …)\ntest('[S2] two', …)"]])
  expect(problems({ 'README.md': '**S1** one' }, { tests })).toEqual([
    'e2e/doors.spec.ts: no document has the rule [S2]',
  ])
})

test('a decision can name files that no longer exist', () => {
  expect(problems({ 'docs/decisions/0001-pens.md': '`pencil.ts`, `drawPencil`' })).toEqual([])
})

test('a number is stated as in the code, in the document’s unit', () => {
  const read = (path: string) =>
    ({
      'a.ts': 'const waitMs = 2_500\nconst sizes = { maxBytes: 2 * 1_048_576 }',
      'a.md': 'after 2.5 s; at most 3 MB',
    })[path] ?? null
  const stated = [
    { document: 'a.md', says: 'after {} s', file: 'a.ts', name: 'waitMs', per: 1_000 },
    { document: 'a.md', says: 'at most {} MB', file: 'a.ts', name: 'maxBytes', per: 1_048_576 },
    { document: 'a.md', says: 'at least {}', file: 'a.ts', name: 'minBytes' },
  ]
  expect(wrongNumbers(stated, read)).toEqual([
    'a.md should say “at most 2 MB”: maxBytes of a.ts is 2,097,152',
    'a.ts has no number minBytes, which a.md states',
  ])
})

test.each([
  ['const flushMs = 25', 25],
  ['  maxBytes: 32 * 1_048_576,', 33_554_432],
  ['const flushMs = later()', null],
])('in %j the number is %s', (source, value) => {
  expect(constantIn(source, source.includes('flush') ? 'flushMs' : 'maxBytes')).toBe(value)
})

test('the table of settings equals the schema of the settings', () => {
  const schema = `const schema = z.object({
  PORT: z.coerce.number().min(0).default(3000),
  HOST: z
    .string()
    .default('0.0.0.0'),
  KINDS: z.string().optional(),
  INKBRIDGE_DEV: z.enum(['0', '1']).default('0'),
})`
  const defaults = settingsIn(schema)
  expect(defaults).toEqual({ PORT: '3000', HOST: '0.0.0.0', KINDS: null })
  const table = (...rows: readonly string[]) => ['| name | default | what |', '|---|---|---|', ...rows].join('\n')
  expect(
    wrongSettings(table('| `PORT` | `3000` | a |', '| `HOST` | `0.0.0.0` | b |', '| `KINDS` | | c |'), defaults),
  ).toEqual([])
  expect(wrongSettings(table('| `PORT` | `80` | a |', '| `KINDS` | | c |', '| `KIND` | | c |'), defaults)).toEqual([
    'README.md: the table of settings lacks HOST',
    'README.md: the default of PORT is 3000, not 80',
    'README.md: nothing reads KIND',
  ])
})

test('a table has a row for each number of the code, and no others', () => {
  const stated = [{ document: 'a.md', head: ['code', 'name'], file: 'a.ts', pattern: /: (4\d{3}),/g }]
  const wrong = (rows: readonly string[]) => {
    const table = ['| code | name |', '|---|---|', ...rows].join('\n')
    return wrongRows(stated, (path) => (path === 'a.ts' ? 'gone: 4401,\nlarge: 4413,' : table))
  }
  expect(wrong(['| 4401 | gone |', '| 4413 | large |'])).toEqual([])
  expect(wrong(['| 4401, 4402 | gone |'])).toEqual([
    'a.md: the table “code, name” lacks 4413',
    'a.md: a.ts has no 4402',
  ])
})
