import type { AssetId, Box, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { type AddedPage, planPages } from './add-pages.ts'

const pageOf = (w: number, h: number): AddedPage => ({ asset: 'a' as AssetId, size: [w * 2, h * 2], shown: [w, h] })

function placesOf(pages: readonly AddedPage[], content: Box | null = null) {
  const { edits = [] } = planPages(pages, { about: { x: 50, y: 100 }, content, newId: () => 'p' as ShapeId })
  return edits.map((edit) => (edit.type === 'create' ? [edit.shape.at.x, edit.shape.at.y, edit.shape.at.w] : edit))
}

test('the first page is around the point, and the others are beside it', () => {
  expect(placesOf([pageOf(100, 200), pageOf(300, 50), pageOf(100, 200)])).toEqual([
    [0, 0, 100],
    [124, 0, 300],
    [448, 0, 100],
  ])
})

test('ten pages are in a row, and the next row is below the highest of them', () => {
  const places = placesOf([pageOf(10, 10), pageOf(10, 70), ...Array.from({ length: 10 }, () => pageOf(10, 10))])
  expect(places.slice(9)).toEqual([
    [351, 95, 10],
    [45, 189, 10],
    [79, 189, 10],
  ])
})

test('pages that would cover something are beside all that is on the board', () => {
  const pages = [pageOf(100, 200), pageOf(100, 200)]
  expect(placesOf(pages, { minX: 150, minY: 20, maxX: 500, maxY: 60 })).toEqual([
    [580, 20, 100],
    [704, 20, 100],
  ])
  expect(placesOf(pages, { minX: 0, minY: 300, maxX: 500, maxY: 400 })).toEqual([
    [0, 0, 100],
    [124, 0, 100],
  ])
})

test('pages are selected, with what is known of each', () => {
  const page = { ...pageOf(100, 200), name: 'a.pdf, page 1', alt: 'a.pdf, page 1' }
  const plan = planPages([page], { about: { x: 0, y: 0 }, content: null, newId: () => 'p' as ShapeId })
  const { shown: _, ...image } = page
  expect(plan).toMatchObject({ selection: ['p'], edits: [{ shape: { kind: 'image', ...image } }] })
})
