import { expect, test } from 'vitest'
import { grown, measure } from './growth.ts'
import { alike, aroundDoors, cyclesIn, importsOf } from './imports.ts'
import { functionsIn, oversized } from './sizes.ts'

function filled(lines: number): string {
  return Array(lines).fill('  work()').join('\n')
}

test.each([
  ['a declaration', 'export async function draw(a: number): Promise<void> {', '}', 'draw'],
  ['parameters on lines of their own', 'function draw(\n  a: number,\n  b: number,\n): void {', '}', 'draw'],
  ['properties that are taken apart', 'export function Panel({\n  a,\n  b,\n}: Props) {', '}', 'Panel'],
  ['a method', '  async #draw<Value>(a: Value): Promise<Value> {', '  }', '#draw'],
  ['an arrow function', 'const draw = (a: number) => {', '}', 'draw'],
  ['an arrow function that is passed on', '  const seen = all.map((each) => {', '  })', 'seen'],
  ['a component without a body', 'const Panel = () => (', ')', 'Panel'],
])('%s is measured from its first line to its closing brace', (_, head, end, name) => {
  const lines = `${head}\n${filled(10)}\n${end}\nlast()`
    .split('\n')
    .map((line) => line.replace('  work()', '    work()'))
  const length = 11 + head.split('\n').length
  expect(functionsIn(lines)).toEqual([{ name, length }])
})

test.each([
  'if (a && b(c)) {',
  'for (const a of all()) {',
  '} else if (a()) {',
  '} catch (error) {',
  'switch (kind()) {',
])('"%s" is not a function', (line) => {
  expect(functionsIn([line, '  work()', '}'])).toEqual([])
})

test.each([
  ['a.ts', 400, {}],
  ['a.ts', 401, { 'a.ts': 401 }],
  ['a.test.ts', 401, { 'a.test.ts': 401 }],
  ['a.tsx', 301, { 'a.tsx': 301 }],
  ['a.css', 251, { 'a.css': 251 }],
  ['a.md', 9_000, {}],
])('%s of %i lines', (path, lines, expected) => {
  expect(oversized(path, `${filled(lines)}\n`)).toEqual(expected)
})

test.each([
  ['a.ts', 58, {}],
  ['a.ts', 59, { 'a.ts draw': 61 }],
  ['a.test.ts', 59, {}],
  ['a.tsx', 78, {}],
  ['a.tsx', 79, { 'a.tsx draw': 81 }],
])('%s with a function that has a body of %i lines', (path, lines, expected) => {
  expect(oversized(path, `function draw() {\n${filled(lines)}\n}\n`)).toEqual(expected)
})

test('type-only imports and re-exports count; packages and text do not', () => {
  const text = [
    "import type { A } from './a.ts'",
    "import {\n  type B,\n} from '../b.ts'",
    "export { C } from './c/c.ts'",
    "import './d.css'",
    "import * as Y from 'yjs'",
    "const text = `import { E } from './e.ts'`",
  ].join('\n')
  expect(importsOf('packages/x/src/in/file.ts', text).toSorted()).toEqual([
    'packages/x/src/b.ts',
    'packages/x/src/in/a.ts',
    'packages/x/src/in/c/c.ts',
    'packages/x/src/in/d.css',
  ])
})

test('files that reach each other form one cycle, and so does a file that imports itself', () => {
  const imports = new Map([
    ['a', ['b', 'e']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['d', 'a']],
    ['e', ['missing']],
  ])
  expect(cyclesIn(imports)).toEqual([['a', 'b', 'c'], ['d']])
})

test('two files of one package have equal names whatever their folders, case and extension; index files and pages may', () => {
  expect(
    alike([
      'packages/x/src/Words.tsx',
      'packages/x/src/text/words.ts',
      'packages/y/src/words.ts',
      'packages/x/src/index.ts',
      'packages/x/src/in/index.ts',
      'apps/web/app/page.tsx',
      'apps/web/app/b/page.tsx',
    ]),
  ).toEqual({ 'packages/x words': 2 })
})

test('an import of another folder goes through its door, inside it or beside it; tests may go around it', () => {
  const imports = new Map([
    [
      'packages/x/src/in/file.ts',
      [
        'packages/x/src/in/other.ts',
        'packages/x/src/root.ts',
        'packages/x/src/out/out.ts',
        'packages/x/src/out/behind.ts',
      ],
    ],
    ['packages/x/src/out.ts', ['packages/x/src/out/behind.ts']],
    ['packages/x/src/root.ts', ['packages/x/src/out/behind.ts']],
    ['packages/x/src/in/file.test.ts', ['packages/x/src/out/behind.ts']],
  ])
  expect(aroundDoors(imports)).toEqual({ 'packages/x': 2 })
})

const a = { path: 'packages/x/src/a.ts', text: "import type { B } from './b.ts'\n" }
const b = { path: 'packages/x/src/b.ts', text: 'export type B = 1\n' }

test('files over a limit may stay and shrink; those that grow or are new are named', () => {
  const of = (text: string) =>
    measure(
      new Map([
        [a.path, text],
        [b.path, b.text],
      ]),
    )
  const before = of(filled(410))
  expect(grown(before, of(filled(410)))).toEqual([])
  expect(grown(before, of(filled(405)))).toEqual([])
  expect(grown(before, of(filled(411)))).toEqual(['packages/x/src/a.ts: 411 lines, 410'])
  expect(grown(of(''), of(filled(401)))).toEqual(['packages/x/src/a.ts: 401 lines, not in the list'])
})

test('a new comparison of a kind of shape is named', () => {
  const path = 'packages/react/src/Panel.tsx'
  const of = (text: string) => measure(new Map([[path, text]]))
  expect(grown(of(''), of("shape.kind === 'line'"))).toEqual([
    `${path}: 1 comparisons of a kind of shape, not in the list`,
  ])
})

test('a new file in a cycle of types, and a new file with a name already used, are named', () => {
  const before = measure(
    new Map([
      [a.path, a.text],
      [b.path, b.text],
    ]),
  )
  const after = measure(
    new Map([
      [a.path, a.text],
      [b.path, "import type { A } from './a.ts'\n"],
      ['packages/x/src/in/b.ts', ''],
    ]),
  )
  expect(grown(before, after)).toEqual([
    'packages/x b: 2 files of one name, not in the list',
    '2 files are in import cycles, 0',
  ])
})
