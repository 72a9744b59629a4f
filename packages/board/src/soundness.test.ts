import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from './board.ts'
import { initBoard } from './layout.ts'
import { documentLimits, problemOfDocument } from './soundness.ts'
import {
  any,
  garbage,
  handMade,
  mark,
  subdocument,
  type as typed,
  types,
  type WriteStruct,
} from './testing/hand-made.ts'

function board(): Y.Doc {
  const doc = new Y.Doc()
  initBoard(doc, null)
  return doc
}

/** A text in the text `t` of client 7, and elements nested in it. */
function nested(depth: number): WriteStruct[] {
  return Array.from({ length: depth }, (_, level) =>
    level === 0
      ? typed({ parent: 'text', key: 't' }, types.fragment)
      : typed({ parent: [7, level - 1] }, types.element, 'p'),
  )
}

const lists = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

const cases: readonly (readonly [string, (doc: Y.Doc) => void, string | null])[] = [
  ['a board as it is initialised', () => {}, null],
  ['elements nested to the maximum depth', (doc) => Y.applyUpdate(doc, handMade([{ structs: nested(9) }])), null],
  [
    'elements nested 6,000 deep',
    (doc) => Y.applyUpdate(doc, handMade([{ structs: nested(6_000) }])),
    'it is nested too deeply',
  ],
  ['a schema version that was deleted', (doc) => doc.getMap('meta').delete('schema'), 'its schema version was deleted'],
  [
    'a schema version that was changed',
    (doc) => doc.getMap('meta').set('schema', 'x'),
    'its schema version was changed',
  ],
  [
    'a root that no board has',
    (doc) => doc.getMap('constructor').set('a', 1),
    'it has a root outside the layout of a board',
  ],
  ['a list in a root', (doc) => doc.getArray('shapes').push([1]), 'it has a list where a map is expected'],
  ['a key that is __proto__', (doc) => doc.getMap('shapes').set('__proto__', 1), 'a key is not allowed'],
  [
    'a value with a __proto__ of its own',
    (doc) => doc.getMap('shapes').set('a', JSON.parse('{"__proto__": {"admin": true}}')),
    'a value is not plain data',
  ],
  ['a value nested 17 deep', (doc) => doc.getMap('shapes').set('a', lists(17)), null],
  ['a value nested 100 deep', (doc) => doc.getMap('shapes').set('a', lists(100)), 'a value is not plain data'],
  [
    'a number that JSON cannot write',
    (doc) => Y.applyUpdate(doc, handMade([{ structs: [any({ parent: 'shapes', key: 'a' }, 1n)] }])),
    'a value is not plain data',
  ],
  [
    'a document in a document',
    (doc) => Y.applyUpdate(doc, handMade([{ structs: [subdocument({ parent: 'shapes', key: 'a' })] }])),
    'it contains a subdocument',
  ],
  [
    'a text with a hundred kinds of marks',
    (doc) => {
      const text = typed({ parent: 'text', key: 't' }, types.xmlText)
      const marks = Array.from({ length: 100 }, (_, index) => mark({ parent: [7, 0] }, `mark${index}`, true))
      Y.applyUpdate(doc, handMade([{ structs: [text, ...marks] }]))
    },
    'a text has too many kinds of attributes',
  ],
  [
    'the maximum clock of one client',
    (doc) => Y.applyUpdate(doc, handMade([{ structs: [garbage(documentLimits.maxClientClocks)] }])),
    null,
  ],
  [
    'a higher clock of one client',
    (doc) => Y.applyUpdate(doc, handMade([{ structs: [garbage(documentLimits.maxClientClocks + 1)] }])),
    'the clock of a client is too high',
  ],
  [
    'more clients than allowed',
    (doc) => {
      const blocks = Array.from({ length: documentLimits.maxClients }, (_, client) => ({
        client,
        structs: [garbage(1)],
      }))
      Y.applyUpdate(doc, handMade(blocks))
    },
    'it has too many clients',
  ],
]

test.each(cases)('%s', (_name, change, problem) => {
  const doc = board()
  change(doc)
  expect(problemOfDocument(doc)).toBe(problem)
  const again = new Y.Doc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
  expect(problemOfDocument(again)).toBe(problem)
})

test('a board without a schema version, as before it is initialised, is sound', () => {
  const doc = new Y.Doc()
  openBoard(doc)
  expect(problemOfDocument(doc)).toBe(null)
})
