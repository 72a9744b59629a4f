import { expect, test } from 'vitest'
import { featuresMarkdown, unnamed } from './testing/features.ts'

test('docs/features.md tells what the registers hold', async () => {
  await expect(featuresMarkdown()).toMatchFileSnapshot('../../../docs/features.md')
})

test('no tool and no action is left out', () => {
  expect(unnamed()).toEqual([])
})
