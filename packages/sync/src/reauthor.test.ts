import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { deletionsIn, digestDeletions } from './deletions.ts'
import { reauthor } from './reauthor.ts'

const roots = ['shapes', 'at', 'wet'] as const

function facts(doc: Y.Doc): unknown {
  return Object.fromEntries(roots.map((root) => [root, doc.getMap(root).toJSON()]))
}

function docOf(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const root of roots) doc.getMap(root)
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const seeds = 300

test(`over ${seeds} histories the board ends as if everything had been sent unchanged, with nothing under the old client id`, () => {
  let carried = 0
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = seeded(seed)
    const pick = (count: number) => Math.floor(random() * count)
    const board = docOf()
    for (let key = 0; key < 6; key += 1) board.getMap('shapes').set(`k${key}`, { seed, key })
    board.getMap('wet').set('1', Y.Array.from(['begun']))
    const device = docOf(Y.encodeStateAsUpdate(board))
    const server = docOf(Y.encodeStateAsUpdate(board))
    // Even keys are edited on the device, odd ones by others at the same time.
    for (let edit = 0; edit < 12; edit += 1) {
      const [doc, key] = random() < 0.6 ? [device, pick(8) * 2] : [server, pick(8) * 2 + 1]
      const map = doc.getMap(random() < 0.5 ? 'shapes' : 'at')
      if (random() < 0.3) map.delete(`k${key}`)
      else map.set(`k${key}`, random() < 0.3 ? Uint8Array.of(edit) : { edit })
    }
    if (random() < 0.5) (device.getMap('wet').get('1') as Y.Array<string>).push(['more'])
    const merged = docOf(Y.encodeStateAsUpdate(server), Y.encodeStateAsUpdate(device))
    const whole = docOf(reauthor(device, Y.encodeStateAsUpdate(server)))
    expect(facts(whole), `seed ${seed}`).toEqual(facts(merged))
    expect(whole.store.pendingStructs, `seed ${seed}`).toBe(null)
    expect(Y.getState(whole.store, device.clientID), `seed ${seed}`).toBe(0)
    if (Y.getState(device.store, device.clientID) > 0) carried += 1
  }
  expect(carried).toBeGreaterThan(seeds / 2)
})

test('concurrent changes of others to the same property are overridden, and what they deleted stays deleted', () => {
  const board = docOf()
  board.getMap('at').set('a', 'before')
  board.getMap('at').set('b', 'before')
  const device = docOf(Y.encodeStateAsUpdate(board))
  device.getMap('at').set('a', 'mine')
  board.getMap('at').set('a', 'theirs')
  board.getMap('at').delete('b')
  const whole = docOf(reauthor(device, Y.encodeStateAsUpdate(board)))
  expect(whole.getMap('at').toJSON()).toEqual({ a: 'mine' })
})

test('on a re-encoded board only edits the server never had are made again, including deletions', () => {
  const server = docOf()
  for (const key of ['kept', 'moved', 'deleted here', 'deleted there']) server.getMap('shapes').set(key, { key })
  const device = docOf(Y.encodeStateAsUpdate(server))
  // The server has more than the device when the generation ends.
  server.getMap('shapes').set('theirs', 1)
  server.getMap('shapes').delete('deleted there')
  const retired = { stateVector: Y.encodeStateVector(server), deletions: digestDeletions(deletionsIn(server)) }
  const renewed = docOf()
  for (const root of roots) for (const [key, value] of server.getMap(root)) renewed.getMap(root).set(key, value)
  renewed.getMap('shapes').set('later', 1)
  device.getMap('at').set('moved', 'here')
  device.getMap('shapes').set('mine', 1)
  device.getMap('shapes').delete('deleted here')
  const whole = docOf(reauthor(device, Y.encodeStateAsUpdate(renewed), [retired]))
  expect(facts(whole)).toEqual({
    shapes: { kept: { key: 'kept' }, moved: { key: 'moved' }, theirs: 1, later: 1, mine: 1 },
    at: { moved: 'here' },
    wet: {},
  })
  const unknown = { ...retired, deletions: Uint8Array.of() }
  expect(
    docOf(reauthor(device, Y.encodeStateAsUpdate(renewed), [unknown]))
      .getMap('shapes')
      .has('deleted here'),
  ).toBe(true)
})

/** A text of paragraphs, and how somebody continues one of them. */
function textOf(doc: Y.Doc): Y.XmlFragment {
  return doc.getMap('text').get('note') as Y.XmlFragment
}

function paragraphs(doc: Y.Doc): readonly string[] {
  return textOf(doc)
    .toArray()
    .map((paragraph) => (paragraph instanceof Y.XmlElement ? paragraph.toArray().join('') : ''))
}

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(words)])
  return element
}

type Writing = (text: Y.XmlFragment) => void
const wordsAt = (text: Y.XmlFragment, index: number) => (text.get(index) as Y.XmlElement).get(0) as Y.XmlText

const adds: (words: string, index?: number) => Writing =
  (words, index = 0) =>
  (text) =>
    wordsAt(text, index).insert(wordsAt(text, index).length, words)
const cuts: Writing = (text) => wordsAt(text, 0).delete(0, 6)
const removes: Writing = (text) => text.delete(0, 1)
const nothing: Writing = () => {}
const both: (first: Writing, second: Writing) => Writing = (first, second) => (text) => {
  first(text)
  second(text)
}

test.each<readonly [string, Writing, Writing, readonly string[]]>([
  ['one writes alone', adds(' mine'), nothing, ['harbour wall mine', 'quay']],
  ['one deletes and writes alone', both(cuts, adds(' mine')), nothing, ['r wall mine', 'quay']],
  ['one removes a paragraph and writes alone', both(removes, adds(' mine')), nothing, ['quay mine']],
  [
    'the other writes in the same paragraph',
    adds(' mine'),
    adds(' theirs'),
    ['harbour wall theirs', 'quay', 'harbour wall mine'],
  ],
  [
    'the other writes in another paragraph',
    adds(' mine'),
    adds(' theirs', 1),
    ['harbour wall', 'quay theirs', 'harbour wall mine'],
  ],
  ['the other deletes words there', adds(' mine'), cuts, ['r wall', 'quay', 'harbour wall mine']],
])(
  'text written offline is kept on a re-encoded board, and so is the text of others: %s',
  (_, mine, theirs, expected) => {
    const server = docOf()
    const text = new Y.XmlFragment()
    text.insert(0, [paragraph('harbour wall'), paragraph('quay')])
    server.getMap('text').set('note', text)
    const device = docOf(Y.encodeStateAsUpdate(server))
    device.getMap('text')
    const retired = { stateVector: Y.encodeStateVector(server), deletions: digestDeletions(deletionsIn(server)) }
    const renewed = docOf()
    renewed.getMap('text').set('note', textOf(server).clone())
    mine(textOf(device))
    theirs(textOf(renewed))
    const whole = docOf(reauthor(device, Y.encodeStateAsUpdate(renewed), [retired]))
    whole.getMap('text')
    expect(paragraphs(whole)).toEqual(expected)
  },
)
