import type { Box } from '@inkbridge/types'
import type { Theme } from '../display.ts'
import { union } from '../geometry.ts'
import type { Scene } from '../scene/scene.ts'
import type { Camera, ViewSize } from '../viewport/viewport.ts'
import { paintView } from './overlay.ts'
import type { Renderer } from './renderer.ts'

interface MinimapOptions {
  readonly scene: Scene
  readonly renderer: Renderer
  readonly theme: Theme
}

/** Draws the minimap with the viewport onto a small canvas. Returns its camera; null when nothing is drawn. */
export function paintMinimap(
  canvas: HTMLCanvasElement,
  size: ViewSize,
  view: Box,
  { scene, renderer, theme }: MinimapOptions,
): Camera | null {
  const context = canvas.getContext('2d')
  const box = scene.box()
  const all = box && union([box, view])
  if (!context || !all) return null
  const zoom = Math.min(size.width / (all.maxX - all.minX), size.height / (all.maxY - all.minY)) * 0.92
  const [x, y] = [(all.minX + all.maxX - size.width / zoom) / 2, (all.minY + all.maxY - size.height / zoom) / 2]
  const camera = { x, y, zoom }
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  renderer.paintOverview(context, camera)
  paintView(context, view, camera, window.devicePixelRatio || 1, theme)
  return camera
}
