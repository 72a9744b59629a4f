import { expect, test } from 'vitest'
import { palette } from '../packages/canvas/src/picture.ts'
import { tokensCss } from './tokens.ts'

test('the interface has the colours of the canvas in each theme, and a rainbow of its inks', () => {
  const { light, dark } = palette
  const { red, amber, green, sky, violet } = light.inks
  const rules = [...tokensCss(palette).matchAll(/^ {2}(--ink-[a-z]+): (.+);$/gm)].map(([, name, value]) => [
    name,
    value,
  ])
  expect(rules).toEqual([
    ['--ink-canvas', light.canvas],
    ['--ink-dot', light.dot],
    ['--ink-surface', light.surface],
    ['--ink-muted', light.muted],
    ['--ink-accent', light.accent],
    ['--ink-info', sky],
    ['--ink-rainbow', `conic-gradient(${[red, amber, green, sky, violet, red].join(', ')})`],
    ['--ink-canvas', dark.canvas],
    ['--ink-dot', dark.dot],
    ['--ink-surface', dark.surface],
    ['--ink-muted', dark.muted],
    ['--ink-accent', dark.accent],
    ['--ink-info', dark.inks.sky],
  ])
})
