import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHostKinds } from './host-kinds.ts'

const folder = mkdtempSync(join(tmpdir(), 'kinds-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): string {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}

const record = `kind: 'dial', props: {}, style: { uses: [] }, parse: () => ({}), check: () => null, is: () => true`
const picture = 'outline: () => [], draw: () => []'
const dial = `export const kinds = [{ ${record}, ${picture} }]`

beforeAll(() => {
  write('dial.js', dial)
  write('typed/dial.ts', `const count: number = 1\n${dial}.slice(0, count)`)
  write('node_modules/acme/package.json', '{"type": "module", "exports": {".": {"import": "./main.js"}}}')
  write('node_modules/acme/main.js', dial)
})

describe('kinds of a host are loaded', () => {
  test.each([
    ['./dial.js', 'dial.js'],
    ['dial.js', 'dial.js'],
    ['typed/dial.ts', 'typed/dial.ts'],
    [join(folder, 'dial.js'), 'dial.js'],
    ['acme', 'node_modules/acme/main.js'],
  ])('from %s', async (name, file) => {
    const { url, records } = await openHostKinds({ name, folder })
    expect(url).toBe(pathToFileURL(join(folder, file)).href)
    expect([records.get('dial')?.kind, records.get('rect')?.kind]).toEqual(['dial', 'rect'])
  })

  test('from nowhere without the setting: the built-in ones are known', async () => {
    const { url, records } = await openHostKinds(null)
    expect([url, records.get('dial'), records.get('rect')?.kind]).toEqual([null, undefined, 'rect'])
  })
})

const advice = 'Correct it, or start without KINDS: shapes of unknown kinds are kept.'

test.each<readonly [string, string, string]>([
  ['that throws', `throw new Error('no needle')`, 'no needle.'],
  ['without kinds', 'export default []', 'the module does not export a list named "kinds".'],
  ['whose kinds are no list', 'export const kinds = {}', 'the module does not export a list named "kinds".'],
  ['of something else', 'export const kinds = [7]', 'kinds[0] is not a kind of shape.'],
  [
    'without a record half',
    `export const kinds = [{ kind: 'dial', ${picture} }]`,
    'kinds[0] has no record half, as `recordKind` makes it.',
  ],
  [
    'without a picture half',
    `export const kinds = [{ ${record} }]`,
    'kinds[0] ("dial") has no picture half with the functions `outline` and `draw`.',
  ],
  [
    'of an existing kind',
    `export const kinds = [{ ${record.replace('dial', 'star')}, ${picture} }]`,
    'Expected a name of its own for every kind of shape, got "star" twice.',
  ],
])('a module %s stops the start with the problem and what to do', async (title, text, problem) => {
  const name = `${title.replaceAll(' ', '-')}.js`
  write(name, text)
  await expect(openHostKinds({ name, folder })).rejects.toThrow(`KINDS=${name} cannot be used: ${problem} ${advice}`)
})

test.each(['./missing.js', 'no-such-package'])(
  '%s, which does not exist, stops the start in the same way',
  async (name) => {
    const problem = `there is no file ${join(folder, name)}, and no such package in reach of ${folder}.`
    await expect(openHostKinds({ name, folder })).rejects.toThrow(`KINDS=${name} cannot be used: ${problem} ${advice}`)
  },
)
