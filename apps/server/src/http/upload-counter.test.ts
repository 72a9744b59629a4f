import { expect, test } from 'vitest'
import { UploadCounter } from './upload-counter.ts'

test('an address has a maximum of uploads at once, and others are not affected', () => {
  const counter = new UploadCounter(2)
  const end = counter.begin('ann')
  counter.begin('ann')
  expect([counter.begin('ann'), counter.begin('bob')]).toEqual([null, expect.any(Function)])
  end?.()
  expect([counter.begin('ann'), counter.begin('ann')]).toEqual([expect.any(Function), null])
})
