import type { Shape } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { outlineOf } from './board-outline.ts'

const written = (shape: Shape, text: string): Shape => ({ ...shape, text: [{ runs: [{ text }] }] }) as Shape

const shown = (shapes: readonly Shape[], most = 100) =>
  outlineOf(shapes, plain.kinds, most).map(({ id, words, depth }) => `${'  '.repeat(depth)}${id} ${words}`.trimEnd())

test('shapes are in reading order, each with its text', () => {
  const shapes = [
    written(rectAt('last', 0, 400), 'Third'),
    rectAt('right', 300, 8),
    written(rectAt('left', 10, 20), 'First\n  of all'),
  ]
  expect(shown(shapes)).toEqual(['left First of all', 'right', 'last Third'])
  expect(shown(shapes, 2)).toEqual(['left First of all', 'right'])
})

test('the contents of a frame follow it, one level deeper; a missing frame has no contents', () => {
  const frame = { ...rectAt('frame', 0, 500, 300, 300), kind: 'frame', name: 'Week' } as Shape
  const inside = { ...rectAt('inside', 20, 520), frame: frame.id } as Shape
  const lost = { ...rectAt('lost', 0, 0), frame: 'gone' } as Shape
  expect(shown([inside, frame, lost])).toEqual(['lost', 'frame Week', '  inside'])
})

test('a line names the shapes it connects', () => {
  const line = {
    ...rectAt('line', 200, 0),
    kind: 'line',
    points: [0, 0, 1, 1],
    start: { to: 'a' },
    end: { to: 'gone' },
  }
  const [, entry] = outlineOf([written(rectAt('a', 0, 0), 'Start'), line as unknown as Shape], plain.kinds, 10)
  expect(entry).toEqual({
    id: 'line',
    kind: 'line',
    words: '',
    depth: 0,
    ends: [{ kind: 'rect', words: 'Start' }, null],
  })
})
