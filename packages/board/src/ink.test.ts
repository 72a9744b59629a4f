import type { ShapeId } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeInk,
  encodeBegin,
  encodeExtend,
  encodeInk,
  type InkHeader,
  InkTrail,
  type LiveStroke,
  readChunk,
} from './ink.ts'

const header: InkHeader = { style: defaultStyle, order: 'a0', pressure: true, exponent: -2 }
const id = 'stroke' as ShapeId

/** Not asynchronous: the type of `fc.assert` says it may be. */
function check<Ts>(property: fc.IProperty<Ts>, parameters: fc.Parameters<Ts> = {}): void {
  void fc.assert(property, parameters)
}

const anyPoint = fc.record({
  x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
  time: fc.integer({ min: 0, max: 100_000 }),
})

const anyHeader = fc.record({
  style: fc.constantFrom(
    { color: 'blue' as const, width: 8 },
    { color: '#12ab9f' as const, width: 2.5, fill: 'red' as const, opacity: 127 / 254 },
  ),
  order: fc.constantFrom('a0', 'a0V', 'Zz'),
  pressure: fc.boolean(),
  exponent: fc.integer({ min: -8, max: 6 }),
})

test('a sealed stroke is read as it was rounded', () => {
  check(
    fc.property(anyHeader, fc.array(anyPoint, { minLength: 1, maxLength: 50 }), (some, points) => {
      const trail = new InkTrail(some)
      trail.add(trail.round(points))
      const again = decodeInk(encodeInk(trail))
      expect(again?.header).toEqual(some)
      expect(again?.steps).toEqual(trail.steps)
    }),
  )
})

test('a stroke that arrived in chunks seals into the same bytes for every reader', () => {
  check(
    fc.property(
      anyHeader,
      fc.array(fc.array(anyPoint, { maxLength: 6 }), { minLength: 1, maxLength: 12 }),
      (some, batches) => {
        const author = new InkTrail(some)
        let reader: LiveStroke | null = null
        for (const [index, batch] of batches.entries()) {
          const steps = author.round(batch)
          reader = readChunk(index === 0 ? encodeBegin(id, author, steps) : encodeExtend(author, steps), reader)
          author.add(steps)
        }
        expect(reader?.id).toBe(id)
        expect(reader && encodeInk(reader.trail)).toEqual(encodeInk(author))
      },
    ),
  )
})

test('arbitrary bytes are not read as a stroke', () => {
  check(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const trail = decodeInk(bytes)
      expect(trail === null || trail.steps.length > 0).toBe(true)
      readChunk(bytes, null)
    }),
    { numRuns: 2_000 },
  )
})

test('a point count larger than the bytes allow is refused without allocating', () => {
  const trail = new InkTrail(header)
  trail.add(trail.round([{ x: 1, y: 1, pressure: 1, time: 0 }]))
  const bytes = encodeInk(trail)
  const head = bytes.subarray(0, bytes.length - 4)
  expect(decodeInk(Uint8Array.of(...head, 255, 255, 255, 255, 15))).toBeNull()
})

test('points without a position are left out, and time never runs backwards', () => {
  const trail = new InkTrail(header)
  trail.add(
    trail.round([
      { x: 0, y: 0, pressure: 2, time: 100 },
      { x: Number.NaN, y: 0, pressure: 0.5, time: 110 },
      { x: 1e12, y: 0, pressure: 0.5, time: 120 },
      { x: 1, y: 1, pressure: Number.NaN, time: 40 },
    ]),
  )
  expect(trail.steps).toEqual([
    { x: 0, y: 0, pressure: 63, time: 25 },
    { x: 4, y: 4, pressure: 0, time: 25 },
  ])
})

test('the layout of docs/schema.md: one stroke, byte by byte', () => {
  const trail = new InkTrail({ ...header, style: { color: 'blue', width: 4 } })
  trail.add(
    trail.round([
      { x: 10, y: 5, pressure: 0.5, time: 0 },
      { x: 12, y: 6, pressure: 0.5, time: 8 },
    ]),
  )
  expect(Buffer.from(encodeInk(trail)).toString('hex')).toBe(
    '01014208' + '4002613002' + 'e12814' + 'e10804' + 'f020' + '02',
  )
})
