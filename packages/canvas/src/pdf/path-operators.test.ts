import { expect, test } from 'vitest'
import { Path } from '../geometry.ts'
import { PathOperators } from './path-operators.ts'

function operatorsOf(path: Path): PathOperators {
  const operators = new PathOperators()
  path.onto(operators, 10, 10, 2)
  return operators
}

test.each([
  ['lines', new Path().moveTo(10, 10).lineTo(11, 12).close(), '0 0 m\n2 4 l\nh\n'],
  ['a quadratic curve', new Path().moveTo(10, 10).quadTo(13, 10, 13, 13), '0 0 m\n4 0 6 2 6 6 c\n'],
  ['a cubic curve', new Path().moveTo(10, 10).cubicTo(11, 10, 12, 10, 13, 10), '0 0 m\n2 0 4 0 6 0 c\n'],
  ['a line from nowhere', new Path().lineTo(11, 11).lineTo(12, 12), '2 2 m\n4 4 l\n'],
  ['a point that is no number', new Path().moveTo(10, 10).lineTo(Number.NaN, 1).lineTo(11, 11), '0 0 m\n2 2 l\n'],
  ['only points that are no numbers', new Path().moveTo(Number.NaN, 1).lineTo(Infinity, 1).close(), ''],
  ['nothing', new Path(), ''],
])('%s', (_what, path, operators) => {
  expect(operatorsOf(path).toString()).toBe(operators)
})

test('an ellipse is four curves', () => {
  const operators = operatorsOf(new Path().ellipse(10, 10, 1, 2))
  expect(
    operators
      .toString()
      .match(/[mclh]/g)
      ?.join(''),
  ).toBe('mcccch')
  expect(operators.box).toEqual({ minX: -2, minY: -4, maxX: 2, maxY: 4 })
})

test('the box contains all points; a path without points has none', () => {
  expect(operatorsOf(new Path().moveTo(10, 10).lineTo(12, 5)).box).toEqual({ minX: 0, minY: -10, maxX: 4, maxY: 0 })
  expect(operatorsOf(new Path().moveTo(Number.NaN, 5)).box).toBe(null)
})
