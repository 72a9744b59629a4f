import { defaultStyle, type LineShape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { walk } from '../../display/display-list.ts'
import { plain } from '../../testing/plain.ts'
import { drawn } from '../drawn.ts'
import { lineThrough } from './line-points.ts'

function lineOf(id: string, order: string, points: readonly number[], more: Partial<LineShape> = {}): LineShape {
  const style = { ...defaultStyle, width: 2 }
  return { id: id as ShapeId, kind: 'line', style, order, ...lineThrough(points), ...more }
}

/** Returns the paths of a line drawn among others that it may jump over. */
function paths(line: LineShape, others: readonly LineShape[] | null): readonly string[] {
  const found: string[] = []
  const shapesIn = others ? { shapesIn: () => [...others, line] } : {}
  const items = drawn(line, { theme: 'light', ...plain, ...shapesIn })
  walk(items, { item: (item) => item.type === 'path' && found.push(String(item.path)) })
  return found
}

const level = lineOf('level', 'a1', [0, 50, 200, 50])
const upright = lineOf('upright', 'a0', [100, 0, 100, 100])

/** Returns the end points of the arcs of a path. */
function ends([path = '']: readonly string[]): readonly (readonly number[])[] {
  return path
    .split(/(?=[MLCZ])/)
    .map((step) => step.slice(1).trim().split(/[ ,]+/).map(Number).slice(-2))
    .map((point) => point.map(Math.round))
}

test('a line jumps over one below it, which stays straight', () => {
  expect(ends(paths(level, [upright]))).toEqual([
    [0, 50],
    [93, 50],
    [100, 43],
    [107, 50],
    [200, 50],
  ])
  expect(paths(upright, [level])).toEqual(paths(upright, null))
})

test('without the setting lines cross plainly', () => {
  expect(paths(level, null)).toEqual(['M0 50L200 50'])
})

test('near crossings share a jump, others have their own', () => {
  const [near, far] = [lineOf('n', 'a0', [110, 0, 110, 100]), lineOf('f', 'a0', [160, 0, 160, 100])]
  expect(ends(paths(level, [upright, near, far]))).toEqual([
    [0, 50],
    [93, 50],
    [100, 43],
    [110, 43],
    [117, 50],
    [153, 50],
    [160, 43],
    [167, 50],
    [200, 50],
  ])
})

test('a line that only touches, one above, and one crossed at an end are not jumped over', () => {
  const touching = lineOf('t', 'a0', [100, 50, 100, 100])
  const above = lineOf('u', 'a2', [100, 0, 100, 100])
  const atEnd = lineOf('e', 'a0', [3, 0, 3, 100])
  expect(paths(level, [touching, above, atEnd])).toEqual(paths(level, null))
})

test('the direction of a line does not matter, and jumps go up', () => {
  const back = lineOf('back', 'a1', [200, 50, 0, 50])
  expect(ends(paths(back, [upright]))).toEqual([
    [200, 50],
    [107, 50],
    [100, 43],
    [93, 50],
    [0, 50],
  ])
})

test('a rotated line jumps where it visibly crosses', () => {
  // Horizontal before its rotation by a right angle about (100, 50).
  const turned = lineOf('turned', 'a1', [50, 50, 150, 50], {})
  const standing = { ...turned, at: { ...turned.at, rotation: Math.PI / 2 } }
  const crossing = lineOf('c', 'a0', [0, 70, 200, 70])
  expect(ends(paths(standing, [crossing]))).toEqual([
    [50, 50],
    [113, 50],
    [120, 43],
    [127, 50],
    [150, 50],
  ])
})
