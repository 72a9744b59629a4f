import type { Box, Place, ScreenPoint, WorldPoint } from '@inkbridge/types'
import { grow } from '../geometry/box.ts'

/** Eight handles, by the sides of the box that each one moves. */
const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof handles)[number]

/** Screen pixels between what is selected and its frame. */
const framePx = 8

const cursors: { readonly [Name in Handle]: string } = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
}

export function cursorOf(handle: Handle): string {
  return cursors[handle]
}

/** The frame drawn around a selection, world units. */
export function frameOf(box: Box, zoom: number): Box {
  return grow(box, framePx / zoom)
}

/** The handle under a point; corners win over sides. `reach` in screen pixels. */
export function handleAt(box: Box, point: WorldPoint, zoom: number, reach: number): Handle | null {
  const { minX, minY, maxX, maxY } = frameOf(box, zoom)
  const r = reach / zoom
  const [west, east] = [Math.abs(point.x - minX) <= r, Math.abs(point.x - maxX) <= r]
  const [north, south] = [Math.abs(point.y - minY) <= r, Math.abs(point.y - maxY) <= r]
  const [acrossX, acrossY] = [point.x >= minX - r && point.x <= maxX + r, point.y >= minY - r && point.y <= maxY + r]
  if (!acrossX || !acrossY) return null
  const name = `${north ? 'n' : south ? 's' : ''}${west ? 'w' : east ? 'e' : ''}`
  return handles.find((handle) => handle === name) ?? null
}

/** The box after a handle was dragged by so much. Shift keeps its proportions, alt its centre. It never turns over. */
export function resized(
  box: Box,
  handle: Handle,
  by: ScreenPoint,
  keep: { readonly shift: boolean; readonly alt: boolean },
): Box {
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY]
  const factor = keep.alt ? 2 : 1
  const sideX = handle.includes('e') ? 1 : handle.includes('w') ? -1 : 0
  const sideY = handle.includes('s') ? 1 : handle.includes('n') ? -1 : 0
  let [w, h] = [Math.max(1, width + sideX * by.x * factor), Math.max(1, height + sideY * by.y * factor)]
  if (keep.shift && width > 0 && height > 0) {
    const scale = sideX === 0 ? h / height : sideY === 0 ? w / width : Math.max(w / width, h / height)
    ;[w, h] = [width * scale, height * scale]
  }
  const [growX, growY] = [w - width, h - height]
  const startX = keep.alt || sideX === 0 ? box.minX - growX / 2 : sideX < 0 ? box.minX - growX : box.minX
  const startY = keep.alt || sideY === 0 ? box.minY - growY / 2 : sideY < 0 ? box.minY - growY : box.minY
  return { minX: startX, minY: startY, maxX: startX + w, maxY: startY + h }
}

/** Where a shape goes when the box around it and others becomes another. */
export function carried(at: Place, from: Box, to: Box): Place {
  const scale = (low: number, high: number, toLow: number, toHigh: number) =>
    high > low ? (toHigh - toLow) / (high - low) : 1
  const scaleX = scale(from.minX, from.maxX, to.minX, to.maxX)
  const scaleY = scale(from.minY, from.maxY, to.minY, to.maxY)
  return {
    ...at,
    x: to.minX + (at.x - from.minX) * scaleX,
    y: to.minY + (at.y - from.minY) * scaleY,
    w: at.w * scaleX,
    h: at.h * scaleY,
  }
}
