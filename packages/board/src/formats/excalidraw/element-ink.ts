import { type InkPoint, limits, type Place } from '@inkbridge/types'
import { roundPlace } from '../../place.ts'
import { angleOf, boundsOf, thinned } from './element-points.ts'
import { clamp, isNumber, isPoint, listIn, numberIn, type Raw, valueIn } from './raw.ts'

/** Distance between points of a stroke as it is stored, world units. */
export const inkQuantum = 1 / 64
/** Drawings have no times: the interval of points at 60 frames a second. */
const msPerPoint = 16

/** The points of a freehand line in the world, not rotated, with pressures if they were measured. */
export function inkPointsOf(element: Raw): { readonly points: readonly InkPoint[]; readonly pressure: boolean } {
  const [x, y] = [numberIn(element, 'x'), numberIn(element, 'y')]
  const isSimulated = valueIn(element, 'simulatePressure') === true
  const pressures = isSimulated ? [] : listIn(element, 'pressures')
  const points = listIn(element, 'points').flatMap((point, index) => {
    if (!isPoint(point)) return []
    const [left, top, third] = point
    const pressure = isSimulated ? null : (pressures[index] ?? third)
    return [{ x: stored(x + left), y: stored(y + top), pressure: isNumber(pressure) ? clamp(pressure, 0, 1) : null }]
  })
  return {
    points: thinned(points, limits.maxStrokePoints).map((point, index) => ({ ...point, time: index * msPerPoint })),
    pressure: points.length > 0 && points.every(({ pressure }) => pressure !== null),
  }
}

function stored(value: number): number {
  return Math.round(clamp(value, -limits.maxCoordinate, limits.maxCoordinate) / inkQuantum) * inkQuantum || 0
}

/** The place of a freehand line: rotated about the centre of its points. */
export function inkPlaceOf(element: Raw, points: readonly InkPoint[]): Place {
  return roundPlace({ ...boundsOf(points), rotation: angleOf(element) })
}
