import { expect, test } from 'vitest'
import { rectAt } from '../testing/script.ts'
import { TileCache } from './tiles.ts'

const cell = { zoom: 1, column: 0, row: 0 }
const picture = (name: string) => name as unknown as CanvasImageSource
const inside = { minX: 10, minY: 10, maxX: 20, maxY: 20 }

test('the cells of a box are those it lies in, at any zoom and on either side of the middle', () => {
  const tiles = new TileCache(1, () => true)
  expect(tiles.cells({ minX: -1, minY: 0, maxX: 256, maxY: 256 }, 1)).toEqual([
    { zoom: 1, column: -1, row: 0 },
    { zoom: 1, column: 0, row: 0 },
  ])
  expect(tiles.cells({ minX: 0, minY: 0, maxX: 256, maxY: 128 }, 2)).toHaveLength(2)
})

test('a tile that was under way while the board changed is shown, and wanted again', () => {
  const tiles = new TileCache(1, () => true)
  tiles.markStale(inside, 5)
  tiles.put(cell, picture('old'), 4)
  expect(tiles.get(cell)).toMatchObject({ picture: 'old', revision: 4, wanted: 5 })
  tiles.put(cell, picture('new'), 5)
  expect(tiles.get(cell)).toMatchObject({ picture: 'new', revision: 5, wanted: 5 })
})

test('a change marks the tiles it lies in, and only those, with what of them it touches', () => {
  const tiles = new TileCache(1, () => true)
  tiles.put(cell, picture('here'), 1)
  tiles.put({ ...cell, column: 1 }, picture('there'), 1)
  tiles.markStale(inside, 2)
  tiles.markStale({ minX: 30, minY: 0, maxX: 40, maxY: 15 }, 3)
  expect(tiles.get(cell)).toMatchObject({ wanted: 3, dirty: { minX: 10, minY: 0, maxX: 40, maxY: 20 } })
  expect(tiles.get({ ...cell, column: 1 })).toMatchObject({ wanted: 1, dirty: null })
})

test('what comes to lie on top is drawn alone, unless something below it changes as well', () => {
  const tiles = new TileCache(1, () => true)
  const shape = rectAt('a', 100, 100, 10, 10)
  const box = { minX: 100, minY: 100, maxX: 110, maxY: 110 }
  tiles.put(cell, picture('here'), 1)
  tiles.putOnTop(shape, box, 2)
  expect(tiles.get(cell)).toMatchObject({ wanted: 2, dirty: null, onTop: [{ shape }] })
  tiles.markStale(inside, 3)
  expect(tiles.get(cell)).toMatchObject({ dirty: { minX: 10, minY: 10, maxX: 110, maxY: 110 }, onTop: [] })
})

test('an older picture never takes the place of a newer one', () => {
  const tiles = new TileCache(1, () => true)
  tiles.put(cell, picture('new'), 7)
  tiles.put(cell, picture('late'), 6)
  expect(tiles.get(cell)).toMatchObject({ picture: 'new', revision: 7 })
})

test('what is used is forgotten last', () => {
  const tiles = new TileCache(8, () => true)
  // At this ratio a tile is 16 MB, and eight are all there may be.
  for (let column = 0; column < 9; column += 1) {
    tiles.put({ ...cell, column }, picture(`tile ${column}`), 1)
    tiles.use([cell])
    tiles.trim(1)
  }
  expect(tiles.get(cell)).toMatchObject({ picture: 'tile 0' })
  expect([tiles.size, tiles.get({ ...cell, column: 1 })]).toEqual([8, undefined])
})

test('a box is covered at a zoom where all of its tiles are there', () => {
  const tiles = new TileCache(1, () => true)
  const box = { minX: 0, minY: 0, maxX: 512, maxY: 256 }
  tiles.put(cell, picture('left'), 1)
  expect(tiles.covers(box, 1)).toBe(false)
  tiles.put({ ...cell, column: 1 }, picture('right'), 1)
  expect(tiles.covers(box, 1)).toBe(true)
  expect(tiles.zooms(1)).toEqual([1])
})
