import { atOnce } from '@inkbridge/board'
import { expect, test } from 'vitest'
import { textBlob } from './text-blob.ts'

test('a blob of texts has their characters, also where one is longer than a piece', async () => {
  const long = `${'a'.repeat(1_048_575)}🌊${'b'.repeat(2_000_000)}é`
  const blob = atOnce(textBlob(['{', long, '', '}'], 'application/json'))
  expect([blob.type, (await blob.text()) === `{${long}}`]).toEqual(['application/json', true])
})
