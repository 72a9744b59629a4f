import { expect, test } from 'vitest'
import { rectAt } from '../testing/script.ts'
import { TileCache } from './tiles.ts'

const cell = { zoom: 1, column: 0, row: 0 }
const picture = (name: string) => name as unknown as CanvasImageSource
const inside = { minX: 10, minY: 10, maxX: 20, maxY: 20 }

test('the cells of a box are those it overlaps, at any zoom and on either side of the origin', () => {
  const tiles = new TileCache(1, () => true)
  expect(tiles.cells({ minX: -1, minY: 0, maxX: 256, maxY: 256 }, 1)).toEqual([
    { zoom: 1, column: -1, row: 0 },
    { zoom: 1, column: 0, row: 0 },
  ])
  expect(tiles.cells({ minX: 0, minY: 0, maxX: 256, maxY: 128 }, 2)).toHaveLength(2)
})

test('a tile that was being drawn while the board changed is shown, and requested again', () => {
  const tiles = new TileCache(1, () => true)
  tiles.markStale(inside, 5)
  tiles.put(cell, picture('old'), 4)
  expect(tiles.get(cell)).toMatchObject({ picture: 'old', revision: 4, required: 5 })
  tiles.put(cell, picture('new'), 5)
  expect(tiles.get(cell)).toMatchObject({ picture: 'new', revision: 5, required: 5 })
})

test('a change marks the tiles it overlaps as dirty, with the area, and only those', () => {
  const tiles = new TileCache(1, () => true)
  tiles.put(cell, picture('here'), 1)
  tiles.put({ ...cell, column: 1 }, picture('there'), 1)
  tiles.markStale(inside, 2)
  tiles.markStale({ minX: 30, minY: 0, maxX: 40, maxY: 15 }, 3)
  expect(tiles.get(cell)).toMatchObject({ required: 3, dirty: { minX: 10, minY: 0, maxX: 40, maxY: 20 } })
  expect(tiles.get({ ...cell, column: 1 })).toMatchObject({ required: 1, dirty: null })
})

test('a new topmost shape is drawn alone, unless something below it changes as well', () => {
  const tiles = new TileCache(1, () => true)
  const shape = rectAt('a', 100, 100, 10, 10)
  const box = { minX: 100, minY: 100, maxX: 110, maxY: 110 }
  tiles.put(cell, picture('here'), 1)
  tiles.putOnTop(shape, box, 2)
  expect(tiles.get(cell)).toMatchObject({ required: 2, dirty: null, onTop: [{ shape }] })
  tiles.markStale(inside, 3)
  expect(tiles.get(cell)).toMatchObject({ dirty: { minX: 10, minY: 10, maxX: 110, maxY: 110 }, onTop: [] })
})

test('an older picture never replaces a newer one', () => {
  const tiles = new TileCache(1, () => true)
  tiles.put(cell, picture('new'), 7)
  tiles.put(cell, picture('late'), 6)
  expect(tiles.get(cell)).toMatchObject({ picture: 'new', revision: 7 })
})

test('the most recently used tiles are removed last', () => {
  const tiles = new TileCache(8, () => true)
  // At this pixel ratio a tile takes 16 MB, and eight are allowed.
  for (let column = 0; column < 9; column += 1) {
    tiles.put({ ...cell, column }, picture(`tile ${column}`), 1)
    tiles.use([cell])
    tiles.trim(1)
  }
  expect(tiles.get(cell)).toMatchObject({ picture: 'tile 0' })
  expect([tiles.size, tiles.get({ ...cell, column: 1 })]).toEqual([8, undefined])
})

test('a box is covered at a zoom with all of its tiles', () => {
  const tiles = new TileCache(1, () => true)
  const box = { minX: 0, minY: 0, maxX: 512, maxY: 256 }
  tiles.put(cell, picture('left'), 1)
  expect(tiles.covers(box, 1)).toBe(false)
  tiles.put({ ...cell, column: 1 }, picture('right'), 1)
  expect(tiles.covers(box, 1)).toBe(true)
  expect(tiles.zooms(1)).toEqual([1])
})
