import { expect, test } from 'vitest'
import { featuresMarkdown } from './testing/features.ts'

test('docs/features.md equals the lists of tools, commands and formats', async () => {
  await expect(featuresMarkdown()).toMatchFileSnapshot('../../../docs/features.md')
})
