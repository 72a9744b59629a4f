import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('only one copy of Yjs is installed: two break each other silently', () => {
  const lock = readFileSync(new URL('../../../pnpm-lock.yaml', import.meta.url), 'utf8')
  expect(new Set(lock.match(/^ {2}yjs@[\d.]+/gm)).size).toBe(1)
})
