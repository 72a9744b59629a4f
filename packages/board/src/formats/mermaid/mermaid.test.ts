import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainText } from '@inkbridge/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, emptyBoard, fileOf } from '../testing/on-board.ts'
import { layersOf } from './layers.ts'
import { mermaidReader } from './read-mermaid.ts'

async function boardOf(text: string) {
  const board = emptyBoard()
  const result = await mermaidReader.read(fileOf('a.mmd', text), contextOf(board))
  if (!result.ok) throw new Error(result.problem.message)
  board.apply(result.value.edits)
  return board
}

test('a flowchart is boxes in layers with bound arrows', async () => {
  const board = await boardOf('graph TD\nA["One<br>two"] -->|yes| B{Ask}\nB -.-> A\n')
  const [one, ask, there, back] = board.shapes()
  expect(board.shapes().map(({ kind, text }) => [kind, text && plainText(text)])).toEqual([
    ['rect', 'One\ntwo'],
    ['diamond', 'Ask'],
    ['line', 'yes'],
    ['line', undefined],
  ])
  expect((ask?.at.y ?? 0) > (one?.at.y ?? 0) + (one?.at.h ?? 0)).toBe(true)
  expect(there).toMatchObject({ start: { to: one?.id }, end: { to: ask?.id }, style: { endHead: 'arrow' } })
  expect(back).toMatchObject({ start: { to: ask?.id }, end: { to: one?.id }, style: { dash: 'dotted' } })
})

test('a sequence has participants, lifelines and messages in order', async () => {
  const board = await boardOf('sequenceDiagram\nAnn->>Bob: Hi\nBob-->>Ann: Yo\nNote over Ann: End\n')
  const words = board.shapes().flatMap(({ text, at }) => (text ? [[plainText(text), at.y]] : []))
  expect(words).toEqual([
    ['Ann', 0],
    ['Bob', 0],
    ['Hi', 120],
    ['Yo', 180],
    ['End', 240],
  ])
})

test('arrows lead to later layers, but for those that close a cycle', () => {
  const edge = (path: string) => ({ start: path.charAt(0), end: path.charAt(1) })
  expect(layersOf(['a', 'b', 'c', 'd'], ['ab', 'bc', 'ac', 'ca', 'dd'].map(edge))).toEqual([['a', 'd'], ['b'], ['c']])
})

test.each([
  ['pie\n"a": 1', /flowcharts and sequence/],
  ['graph TD\nA[', /mistake/],
  ['', /flowcharts and sequence/],
])('%j is refused with a reason', async (text, reason) => {
  const result = await mermaidReader.read(fileOf('a.mmd', text), contextOf(emptyBoard()))
  expect(result.ok ? '' : result.problem.message).toMatch(reason)
})

test('any text is read or refused: nothing throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[AB[\](){}>|;\n -]{0,40}$/), async (text) => {
      const result = await mermaidReader.read(fileOf('a.mmd', `graph LR\n${text}`), contextOf(emptyBoard()))
      expect(typeof result.ok).toBe('boolean')
    }),
  )
})

const folder = process.env.INKBRIDGE_CORPUS
const names = folder ? readdirSync(join(folder, 'mermaid')) : ['INKBRIDGE_CORPUS is not set']

test.skipIf(!folder).each(names)('a diagram that people have is read, or says why not: %s', async (name) => {
  const bytes = new Uint8Array(readFileSync(join(folder ?? '', 'mermaid', name)))
  const result = await mermaidReader.read(fileOf(name, bytes), contextOf(emptyBoard()))
  const isKnown = /^\s*(graph|flowchart|sequenceDiagram)/.test(new TextDecoder().decode(bytes))
  expect(result.ok ? 'read' : result.problem.message).toMatch(isKnown ? /^read$/ : /flowcharts and sequence/)
})
