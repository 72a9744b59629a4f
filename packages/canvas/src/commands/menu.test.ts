import type { ScreenPoint, Shape } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { contextWith, planOf } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { menuAt } from './selection-commands.ts'

const [a, b] = [rectAt('a', 0, 0), rectAt('b', 400, 0)]

describe('a right click', () => {
  const at = (x: number, y: number) => ({ x, y }) as ScreenPoint
  const clicked = (point: ScreenPoint, selection: readonly string[], more: readonly Shape[] = []) =>
    menuAt(point, contextWith({ shapes: [a, b, ...more], selection })).selection

  test('in a gap between several selected shapes keeps them', () => {
    expect(clicked(at(250, 50), ['a', 'b'])).toBe(undefined)
  })

  test('in an empty shape around the gap keeps them, as a drag there moves them', () => {
    expect(clicked(at(250, 50), ['a', 'b'], [rectAt('around', -50, -50, 700, 300)])).toBe(undefined)
  })

  test('on another shape in the gap selects that', () => {
    const filled = { ...rectAt('c', 200, 0), style: { color: 'ink', width: 4, fill: 'red' } } as Shape
    expect(clicked(at(250, 50), ['a', 'b'], [filled])).toEqual(['c'])
  })

  test('beside the selection deselects it, and in the box of a single selected shape is for that', () => {
    expect(clicked(at(250, 300), ['a', 'b'])).toEqual([])
    expect(clicked(at(50, 50), ['a'])).toBe(undefined)
    expect(clicked(at(450, 50), ['a'])).toEqual(['b'])
  })
})

test('paste from a menu goes where the menu was opened, and by key to the pointer', () => {
  expect(planOf('paste', { pointer: { x: 30, y: 40 } })).toEqual({ clipboard: 'paste', pasteAt: { x: 30, y: 40 } })
  expect(planOf('paste', {})).toEqual({ clipboard: 'paste' })
  expect(planOf('paste-in-place', { pointer: { x: 30, y: 40 } })).toEqual({ clipboard: 'paste-in-place' })
})
