import { expect, test } from 'vitest'
import { featuresMarkdown } from './testing/features.ts'

test('docs/features.md is what the lists of tools, commands and formats hold', async () => {
  await expect(featuresMarkdown()).toMatchFileSnapshot('../../../docs/features.md')
})
