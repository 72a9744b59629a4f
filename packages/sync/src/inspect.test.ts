import { encodeFrame, encodePresence, type Frame, messagesOf, type PrincipalId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FrameInspector, lineOf } from './inspect.ts'
import { fallbackReason, Wire } from './wire.ts'

/** The lines of an inspector for a sequence of messages. */
function inspected() {
  const wire = new Wire(() => 1_000)
  const inspector = new FrameInspector(() => 7)
  const lines: (readonly string[])[] = []
  wire.observe((entry) => {
    const { kind, who, what } = inspector.read(entry)
    lines.push([kind, who, what])
  })
  const pass = (direction: 'in' | 'out', frame: Frame) => {
    for (const message of messagesOf(encodeFrame(frame))) wire.passed(direction, message)
  }
  return { wire, lines, pass }
}

function updateOf(clientId: number, edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  edit(doc)
  return Y.encodeStateAsUpdate(doc)
}

test('an update is described by its author and by what it sets and deletes', () => {
  const { lines, pass } = inspected()
  const user = { id: 'g:ann' as PrincipalId, name: 'Ann', color: '#000000' }
  const whole = { clientId: 12, state: { user } }
  const entry = { slot: 3, cursor: { x: 1, y: 1 }, shift: null }
  pass('in', { kind: 'presence', delta: encodePresence({ everybody: true, entries: [{ ...entry, whole }] }) })
  pass('in', {
    kind: 'update',
    update: updateOf(12, (doc) => {
      doc.getMap('shapes').set('a', 1)
      doc.getMap('at').set('a', 1)
      doc.getMap('at').set('a', 2)
    }),
  })
  pass('out', { kind: 'update', update: updateOf(7, (doc) => doc.getMap('shapes').set('b', 1)) })
  pass('in', { kind: 'presence', delta: encodePresence({ everybody: false, entries: [entry] }) })
  pass('in', { kind: 'saved', received: 1, saved: 1 })
  expect(lines).toEqual([
    ['presence', 'Ann', 'everybody: state and cursor'],
    ['update', 'Ann', 'shapes a, at a, 1 further change, 1 deleted'],
    ['update', 'you', 'shapes b'],
    ['presence', 'Ann', 'cursor'],
    ['saved', '', '1 received, 1 saved'],
  ])
})

test('a chunked message is described when its last chunk arrives, and an unreadable one is marked', () => {
  const { wire, lines, pass } = inspected()
  pass('out', { kind: 'update', update: updateOf(7, (doc) => doc.getMap('shapes').set('a', new Uint8Array(600_000))) })
  wire.passed('in', Uint8Array.of(99, 1))
  expect(lines.map(([kind]) => kind)).toEqual(['chunk', 'chunk', 'update', 'unreadable'])
  expect(wire.counts.out.messages).toBe(3)
  expect(wire.counts.in).toEqual({ messages: 1, bytes: 2 })
})

test('the events of a connection say why it uses long polling', () => {
  const { wire, lines } = inspected()
  wire.happened('failed', 'websocket', 'no answer within 2 s')
  wire.happened('opened', 'polling')
  expect(lines).toEqual([
    ['failed', '', 'websocket: no answer within 2 s'],
    ['opened', '', 'polling'],
  ])
  expect(fallbackReason(wire.events, 'polling')).toBe('no answer within 2 s')
  expect(fallbackReason(wire.events, 'websocket')).toBe(null)
})

test('a line of text has time, direction, kind, size, author and contents', () => {
  const entry = { at: 0, direction: 'in', bytes: 25, kind: 'update', who: 'Ann', what: 'shapes a' } as const
  expect(lineOf(entry)).toBe('00:00:00.000 < update           25 B [Ann] shapes a')
})
