import { builtInRecordKinds } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type CheckContext, checkEntry } from './check.ts'

const at = [0, 0, 10, 10, 0]

const context: CheckContext = { kinds: builtInRecordKinds, kindOf: () => undefined }

test.each<readonly [string, string, unknown]>([
  ['shapes', 'a', { kind: 'rect', at, style: { color: 'ink', width: 4 }, order: 'a0' }],
  ['shapes', 'a', { kind: 'rect', at, style: { color: 'ink', width: 4, glow: 3 }, order: 'a0', note: 'kept' }],
  ['shapes', 'a', { kind: 'hologram', anything: [1, { deep: true }] }],
  ['shapes', 'a', { kind: 'line', at, points: [0, 0, 1, 1] }],
  ['at', 'a', [1e7, -1e7]],
  ['style', 'a', { fill: null }],
  ['order', 'a', 'a0V'],
  ['order', 'a', ['a0V', 'a-group']],
  ['style', 'a', { dash: 'dotted', pattern: null, look: 'sketchy', corners: 'round', endHead: 'many' }],
  ['flags', 'a', { locked: true, hidden: false, later: 3 }],
  ['link', 'a', 'https://example.org/?q=1'],
  ['link', 'a', 'mailto:mara@example.org'],
  ['link', 'a', '#s=b'],
  ['bind', 'a', { start: { to: 'b' }, end: { to: 'b', at: [0.5, 1], outline: true } }],
  ['props', 'a', { gauge: [1, 2] }],
  ['props', 'a', { kind: 'star', points: [0, 0, 1, 1] }],
  ['wet', '123', new Y.Array()],
  ['text', 'a', new Y.XmlFragment()],
])('%s %s %j is allowed', (root, key, value) => {
  expect(checkEntry(root, key, value, context)).toBeNull()
})

const withProto = JSON.parse('{"kind":"x","__proto__":{"admin":true}}') as unknown
const nested = JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`) as unknown

test.each<readonly [string, string, unknown]>([
  ['shapes', '__proto__', { kind: 'rect', at }],
  ['shapes', 'constructor', { kind: 'rect', at }],
  ['shapes', 'x'.repeat(129), { kind: 'rect', at }],
  ['shapes', 'a', withProto],
  ['shapes', 'a', Object.create({ admin: true })],
  ['shapes', 'a', { kind: 'x', deep: nested }],
  ['shapes', 'a', { kind: 'rect', at: [Number.NaN, 0, 1, 1, 0] }],
  ['shapes', 'a', { kind: 'rect', at: [1e12, 0, 1, 1, 0] }],
  ['shapes', 'a', { kind: 'rect', at: [0, 0, Number.POSITIVE_INFINITY, 1, 0] }],
  ['shapes', 'a', { kind: 'rect' }],
  ['shapes', 'a', { kind: 'line', at }],
  ['shapes', 'a', { kind: 'rect', at, style: { color: 'url(x)' } }],
  ['shapes', 'a', { kind: 'rect', at, order: '!' }],
  ['shapes', 'a', { kind: '' }],
  ['shapes', 'a', Uint8Array.of(1, 0, 255)],
  ['shapes', 'a', new Y.Map()],
  ['shapes', 'a', 7],
  ['at', 'a', [Number.NaN, 1]],
  ['at', 'a', [1e12, 1]],
  ['at', 'a', Uint8Array.of(1)],
  ['at', 'a', 'here'],
  ['style', 'a', { width: -1 }],
  ['style', 'a', []],
  ['order', 'a', 3],
  ['order', 'a', ''],
  ['bind', 'a', { end: { to: 'b', at: [0.5, 1], outline: 1 } }],
  ['bind', 'a', { end: { to: 7 } }],
  ['wet', 'me', new Y.Array()],
  ['wet', '123', [1]],
  ['text', 'a', 'words'],
  ['meta', 'schema', 9],
  ['props', 'a', new Y.Map()],
  ['props', 'a', 'star'],
  ['props', 'a', { points: [0, 0, 1] }],
  ['props', 'a', { kind: 7 }],
  ['order', 'a', ['a0V', '__proto__']],
  ['order', 'a', ['a0V', 'a', 'b']],
  ['order', 'a', [3, 'a']],
  ['style', 'a', { dash: 'wavy' }],
  ['style', 'a', { look: true }],
  ['style', 'a', { startHead: 'spoon' }],
  ['flags', 'a', true],
  ['flags', 'a', { locked: 'yes' }],
  ['link', 'a', 'javascript:alert(1)'],
  ['link', 'a', 'data:text/html,x'],
  ['link', 'a', 'file:///etc/passwd'],
  ['link', 'a', { href: 'https://example.org' }],
])('%s %s %j is refused', (root, key, value) => {
  expect(checkEntry(root, key, value, context)).toEqual(expect.any(String))
})
