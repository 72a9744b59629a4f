import type { AssetId, ShapeId, WorldPoint } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { planImages } from './add-images.ts'

const view = { minX: 0, minY: 0, maxX: 1000, maxY: 500 }
const image = (name: string, width: number, height: number) => ({
  asset: name as AssetId,
  size: [width, height] as const,
})

function placesOf(...images: readonly ReturnType<typeof image>[]) {
  return placesAbout({ x: 500, y: 250 }, images)
}

function placesAbout(about: WorldPoint, images: readonly ReturnType<typeof image>[]) {
  let count = 0
  const newId = () => {
    count += 1
    return `i${count}` as ShapeId
  }
  const { edits = [] } = planImages(images, { about, view, newId })
  return edits.map((edit) =>
    edit.type === 'create' ? [edit.shape.at.x, edit.shape.at.y, edit.shape.at.w, edit.shape.at.h] : edit,
  )
}

test('an image is added around the point, in its own size', () => {
  expect(placesOf(image('a', 200, 100))).toEqual([[400, 200, 200, 100]])
})

test('a large one is as large as fits well in view', () => {
  expect(placesOf(image('a', 4000, 1000))).toEqual([[200, 175, 600, 150]])
  expect(placesOf(image('a', 1000, 4000))).toEqual([[463, 100, 75, 300]])
})

test('several are side by side in rows, each in the middle of its cell', () => {
  expect(placesOf(image('a', 100, 100), image('b', 100, 100), image('c', 50, 100))).toEqual([
    [388, 138, 100, 100],
    [512, 138, 100, 100],
    [413, 262, 50, 100],
  ])
})

test('at the edge of the view, images are moved into it', () => {
  expect(placesAbout({ x: 990, y: 5 }, [image('a', 200, 100)])).toEqual([[800, 0, 200, 100]])
  expect(placesAbout({ x: 0, y: 500 }, [image('a', 100, 100), image('b', 100, 100)])).toEqual([
    [0, 400, 100, 100],
    [124, 400, 100, 100],
  ])
})

test('the plan selects what it adds, and says all that is known of each image', () => {
  const one = { ...image('a', 10, 10), thumbhash: 'abcd', name: 'cat.gif', animated: true } as const
  const plan = planImages([one], { about: { x: 5, y: 5 }, view, newId: () => 'i' as ShapeId })
  expect(plan.selection).toEqual(['i'])
  expect(plan.edits?.[0]).toMatchObject({ shape: { kind: 'image', ...one } })
})
