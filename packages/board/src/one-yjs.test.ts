import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('there is one copy of Yjs: two break each other without a word', () => {
  const lock = readFileSync(new URL('../../../pnpm-lock.yaml', import.meta.url), 'utf8')
  expect(new Set(lock.match(/^ {2}yjs@[\d.]+/gm)).size).toBe(1)
})
