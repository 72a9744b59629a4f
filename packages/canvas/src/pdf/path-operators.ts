import type { Box } from '@inkbridge/types'
import type { Path } from '../geometry.ts'
import { real } from './syntax.ts'

type PathTarget = Parameters<Path['onto']>[0]

/** Control distance of a quarter circle as a cubic curve (L. Maisonobe, 2003). */
const kappa = 0.5522847498

/**
 * Writes a path as operators (ISO 32000-1, section 8.5.2). Steps with NaN or infinite coordinates are left out, as a
 * canvas does.
 */
export class PathOperators implements PathTarget {
  readonly #parts: string[] = []
  #x = 0
  #y = 0
  #hasPoint = false
  readonly #box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }

  /** The operators; empty without a line or curve. */
  toString(): string {
    return this.#parts.join('')
  }

  /** A box around it, control points included; null: it is empty. */
  get box(): Box | null {
    return this.#box.minX <= this.#box.maxX ? this.#box : null
  }

  moveTo(x: number, y: number): void {
    if (this.#takes(x, y)) this.#to(x, y, 'm')
  }

  lineTo(x: number, y: number): void {
    if (this.#takes(x, y)) this.#to(x, y, this.#hasPoint ? 'l' : 'm')
  }

  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void {
    if (!this.#takes(controlX, controlY, x, y)) return
    if (!this.#hasPoint) this.#to(controlX, controlY, 'm')
    const [fromX, fromY] = [this.#x, this.#y]
    this.bezierCurveTo(
      fromX + ((controlX - fromX) * 2) / 3,
      fromY + ((controlY - fromY) * 2) / 3,
      x + ((controlX - x) * 2) / 3,
      y + ((controlY - y) * 2) / 3,
      x,
      y,
    )
  }

  bezierCurveTo(oneX: number, oneY: number, twoX: number, twoY: number, x: number, y: number): void {
    if (!this.#takes(oneX, oneY, twoX, twoY, x, y)) return
    if (!this.#hasPoint) this.#to(oneX, oneY, 'm')
    this.#parts.push(`${real(oneX)} ${real(oneY)} ${real(twoX)} ${real(twoY)} `)
    this.#to(x, y, 'c')
  }

  /** Adds a whole ellipse from its right end, where a `Path` has moved to. */
  ellipse(x: number, y: number, radiusX: number, radiusY: number): void {
    const [kx, ky] = [radiusX * kappa, radiusY * kappa]
    this.bezierCurveTo(x + radiusX, y + ky, x + kx, y + radiusY, x, y + radiusY)
    this.bezierCurveTo(x - kx, y + radiusY, x - radiusX, y + ky, x - radiusX, y)
    this.bezierCurveTo(x - radiusX, y - ky, x - kx, y - radiusY, x, y - radiusY)
    this.bezierCurveTo(x + kx, y - radiusY, x + radiusX, y - ky, x + radiusX, y)
    this.closePath()
  }

  closePath(): void {
    if (this.#hasPoint) this.#parts.push('h\n')
  }

  /** Whether all coordinates are finite; if so, the box contains them. */
  #takes(...coordinates: readonly number[]): boolean {
    if (!coordinates.every(Number.isFinite)) return false
    for (let at = 0; at + 1 < coordinates.length; at += 2) this.#include(coordinates[at] ?? 0, coordinates[at + 1] ?? 0)
    return true
  }

  #include(x: number, y: number): void {
    const box = this.#box
    box.minX = Math.min(box.minX, x)
    box.minY = Math.min(box.minY, y)
    box.maxX = Math.max(box.maxX, x)
    box.maxY = Math.max(box.maxY, y)
  }

  #to(x: number, y: number, operator: 'm' | 'l' | 'c'): void {
    this.#parts.push(`${real(x)} ${real(y)} ${operator}\n`)
    this.#x = x
    this.#y = y
    this.#hasPoint = true
  }
}
