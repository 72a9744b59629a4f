import type { Camera } from '@inkbridge/canvas'
import type { ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { fragmentOf, parsePlace } from './place.ts'

const camera: Camera = { x: -1234.567891234, y: 0.25, zoom: 1.5 }
const ids = (count: number) => Array.from({ length: count }, (_, index) => `s${index}` as ShapeId)

test('a link to the selection leads to its shapes, and one without a selection to the view', () => {
  expect([fragmentOf({ selection: ids(2), camera }), fragmentOf({ selection: [], camera })]).toEqual([
    '#s=s0,s1',
    '#v=-1234.5679,0.25,1.5',
  ])
})

test('a link to more than twenty shapes leads to the view', () => {
  const fragments = [20, 21].map((count) => fragmentOf({ selection: ids(count), camera }).slice(0, 3))
  expect(fragments).toEqual(['#s=', '#v='])
})

test('a place is read from a link as it was written', () => {
  expect([parsePlace('#s=s0,s1'), parsePlace('v=-1234.5679,0.25,1.5')]).toEqual([
    { shapes: ['s0', 's1'] },
    { camera: { x: -1234.5679, y: 0.25, zoom: 1.5 } },
  ])
})

test.each([
  '',
  '#',
  '#s=',
  '#v=1,2',
  '#v=1,2,0',
  '#v=1,2,-1',
  '#v=1,2,3,4',
  '#v=a,2,3',
  '#v=1,2,Infinity',
  '#k=secret',
])('the fragment “%s” is not a place', (fragment) => {
  expect(parsePlace(fragment)).toBeNull()
})
