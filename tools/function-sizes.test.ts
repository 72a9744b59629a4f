import { expect, test } from 'vitest'
import { functionLengths, percentile } from './function-sizes.ts'

test('every function counts, from its first line to its last', () => {
  const text = `function one() {
  return [1].map((x) => x)
}

class Two {
  three(): void {
    run(
      () => 3,
    )
  }
}
`
  expect([...functionLengths('a.ts', text)].sort()).toEqual([1, 1, 3, 5])
})

test('a percentile is one of the values', () => {
  expect([percentile([4, 1, 3, 2], 0.5), percentile([4, 1, 3, 2], 0.95), percentile([], 0.5)]).toEqual([3, 4, 0])
})
