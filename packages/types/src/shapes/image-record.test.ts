import { expect, test } from 'vitest'
import { imageRecord } from './image-record.ts'

const asset = `${'a'.repeat(42)}A`
const record = { asset, size: [400, 300] }

test('an image is read with what is valid of its properties, and not at all without asset and size', () => {
  const whole = {
    ...record,
    crop: [0, 0, 0.5, 1],
    mask: 'ellipse',
    radius: 8,
    alt: 'A cat',
    name: 'cat.png',
    animated: true,
  }
  expect(imageRecord.parse({ ...whole, thumbhash: '3OcRJYB4d3h/iIeHeEh3eIhw+j2w' })).toEqual({
    ...whole,
    thumbhash: '3OcRJYB4d3h/iIeHeEh3eIhw+j2w',
  })
  expect(imageRecord.parse({ ...record, crop: [0, 0, 2, 1], mask: 'star', alt: 7, animated: 1 })).toEqual(record)
  expect(imageRecord.parse({ asset })).toBe(null)
  expect(imageRecord.parse({ asset: '../../etc/passwd', size: [1, 1] })).toBe(null)
})

test.each<readonly [string, Record<string, unknown>, boolean]>([
  ['another asset', { asset, size: [1, 1], thumbhash: '' }, true],
  ['no crop, mask, radius or animation', { crop: null, mask: null, radius: null, animated: null }, true],
  ['an asset that is not a hash', { asset: 'a' }, false],
  ['a size without a height', { size: [1] }, false],
  ['a size that is not a number', { size: [Number.NaN, 1] }, false],
  ['a crop that reaches beyond the picture', { crop: [0.6, 0, 0.5, 1] }, false],
  ['a crop without an area', { crop: [0, 0, 0, 1] }, false],
  ['a preview that is not base64', { thumbhash: '<svg>' }, false],
  ['a negative radius', { radius: -1 }, false],
  ['a very long description', { alt: 'a'.repeat(2_001) }, false],
])('a change to %s', (_name, props, isAllowed) => {
  expect(imageRecord.check(props) === null).toBe(isAllowed)
})
