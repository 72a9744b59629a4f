import type { Crop, Place } from '@inkbridge/types'
import { roundPlace } from '../../place.ts'
import { boxPlaceOf } from './element-points.ts'
import { clamp, isNumber, isRaw, listIn, type Raw, valueIn } from './raw.ts'

/** The place of a picture: flipped vertically is flipped horizontally and half a turn. */
export function imagePlaceOf(element: Raw): Place {
  const at = boxPlaceOf(element)
  const [across, down] = listIn(element, 'scale').map((scale) => isNumber(scale) && scale < 0)
  const rotation = down ? at.rotation + Math.PI : at.rotation
  return roundPlace({ ...at, rotation, ...(across !== down && (across || down) ? { mirrored: true } : {}) })
}

/** The part of a picture that is shown, as fractions; null: all of it. */
export function cropOf(element: Raw): Crop | null {
  const crop = valueIn(element, 'crop')
  if (!isRaw(crop)) return null
  const [x, y, w, h, across, down] = ['x', 'y', 'width', 'height', 'naturalWidth', 'naturalHeight'].map((key) =>
    Number(valueIn(crop, key)),
  )
  if (!across || !down || ![x, y, w, h, across, down].every(isNumber)) return null
  const [left, top] = [clamp((x ?? 0) / across, 0, 1), clamp((y ?? 0) / down, 0, 1)]
  const [width, height] = [clamp((w ?? 0) / across, 0, 1 - left), clamp((h ?? 0) / down, 0, 1 - top)]
  return width >= leastPart && height >= leastPart ? [left, top, width, height] : null
}

/** The smallest part of a side that a picture can be cropped to. */
const leastPart = 1e-4
