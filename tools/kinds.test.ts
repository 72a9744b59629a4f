import { expect, test } from 'vitest'
import { comparedKinds } from './kinds.ts'

test.each([
  ["shape.kind === 'line'", 1],
  ["shape?.kind !== 'ink' && other.kind === 'ink'", 2],
  ["({ kind }) => kind === 'frame'", 1],
  ['before.kind === after.kind', 1],
  ["'frame' === kind", 1],
  ['switch (shape.kind) {', 1],
  ["kind !== undefined && kind === ''", 0],
  ["typeof kind === 'string' && typeof record.kind !== 'string'", 0],
  ['kinds.of(shape).connects === true', 0],
  ["{ id, kind: 'line' }", 0],
])('%s compares a kind %i times', (text, count) => {
  const path = 'packages/canvas/src/scene.ts'
  expect(comparedKinds(path, text)).toEqual(count > 0 ? { [path]: count } : {})
})

test.each([
  'packages/canvas/src/shapes/ends.ts',
  'packages/canvas/src/scene.test.ts',
  'packages/board/src/testing/crowd.ts',
  'packages/types/src/frame.ts',
  'apps/server/src/rooms/room.ts',
])('a kind may be compared in %s', (path) => {
  expect(comparedKinds(path, "shape.kind === 'line'")).toEqual({})
})
