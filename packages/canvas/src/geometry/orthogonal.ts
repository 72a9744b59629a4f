import type { Box, WorldPoint } from '@inkbridge/types'

/** A way out of an end of a route: where it begins, and the first point it may turn at. */
export interface Port {
  readonly from: WorldPoint
  readonly to: WorldPoint
  readonly axis: 'x' | 'y'
  /** Its price beside its length, world units. */
  readonly cost: number
}

/** The lines that a route may run along, ascending, and what it had better not go through. */
export interface Grid {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly walls: readonly Box[]
}

/** The price of a corner, in world units of length: fewer corners win over a shorter route. */
const cornerCost = 80
/** The price of each piece through a wall: any way around is cheaper, but there is a route where there is no way around. */
export const crossingCost = 1e6

/**
 * The cheapest route by right angles along a grid, with a price for corners and for what it goes through. Of routes at
 * one price the one found first, so that it is the same wherever it is computed.
 *
 * @returns x0, y0, x1, y1, …; null: the ports are not on the grid
 */
export function cheapestRoute(out: readonly Port[], into: readonly Port[], grid: Grid): readonly number[] | null {
  return new Search(out, into, grid).run()
}

/** Dijkstra's search (1959) over points of a grid, each with the axis it is reached along: two states a point. */
class Search {
  readonly #out: readonly Port[]
  readonly #into: readonly Port[]
  readonly #grid: Grid
  /** States from here on are ports in, each reached along either axis. */
  readonly #size: number
  readonly #costs: Float64Array
  /** The state before each, or -1 less the port out that it comes from. */
  readonly #before: Int32Array
  readonly #isDone: Uint8Array
  readonly #crossed: Uint16Array
  /** The point of the grid each port in leads to. */
  readonly #ends: readonly number[]
  readonly #queue = new Queue()

  constructor(out: readonly Port[], into: readonly Port[], grid: Grid) {
    ;[this.#out, this.#into, this.#grid] = [out, into, grid]
    this.#size = grid.xs.length * grid.ys.length * 2
    const all = this.#size + into.length * 2
    this.#costs = new Float64Array(all).fill(Number.POSITIVE_INFINITY)
    this.#before = new Int32Array(all)
    this.#isDone = new Uint8Array(all)
    this.#crossed = crossings(grid)
    const [columns, rows] = [indexOf(grid.xs), indexOf(grid.ys)]
    const nodeAt = ({ x, y }: WorldPoint) => {
      const [column, row] = [columns.get(x), rows.get(y)]
      return column === undefined || row === undefined ? -1 : column * grid.ys.length + row
    }
    this.#ends = into.map(({ to }) => nodeAt(to))
    out.forEach((port, index) => {
      const node = nodeAt(port.to)
      if (node >= 0) this.#reach(node * 2 + axisOf(port), lengthOf(port) + port.cost, -1 - index)
    })
  }

  run(): readonly number[] | null {
    for (let state = this.#queue.take(); state >= 0; state = this.#queue.take()) {
      if (this.#isDone[state]) continue
      this.#isDone[state] = 1
      const port = this.#into[(state - this.#size) >> 1]
      if (state >= this.#size && port) return this.#pathTo(state, port)
      this.#leave(state)
      this.#goOn(state)
    }
    return null
  }

  #reach(state: number, cost: number, before: number): void {
    if (this.#isDone[state] || cost >= (this.#costs[state] ?? 0)) return
    this.#costs[state] = cost
    this.#before[state] = before
    this.#queue.add(cost, state)
  }

  /** By the ports in that lead from a point. */
  #leave(state: number): void {
    const axis = state & 1
    for (const [index, end] of this.#ends.entries()) {
      const port = this.#into[index]
      if (end !== state >> 1 || !port) continue
      const turn = axisOf(port) === axis ? 0 : cornerCost
      const cost = (this.#costs[state] ?? 0) + lengthOf(port) + port.cost + turn
      this.#reach(this.#size + index * 2 + axis, cost, state)
    }
  }

  /** To the points beside one. */
  #goOn(state: number): void {
    const { xs, ys } = this.#grid
    const [column, row] = [Math.floor((state >> 1) / ys.length), (state >> 1) % ys.length]
    for (let to = 0; to < 4; to += 1) {
      const axis = to >> 1
      const step = to & 1 ? 1 : -1
      const [nextColumn, nextRow] = axis === 0 ? [column + step, row] : [column, row + step]
      const [x, y] = [xs[nextColumn], ys[nextRow]]
      if (x === undefined || y === undefined) continue
      const length = Math.abs(x - (xs[column] ?? 0)) + Math.abs(y - (ys[row] ?? 0))
      const piece = Math.min(column, nextColumn) * ys.length + Math.min(row, nextRow)
      const through = (this.#crossed[piece * 2 + axis] ?? 0) * crossingCost
      const cost = (this.#costs[state] ?? 0) + length + (axis === (state & 1) ? 0 : cornerCost) + through
      this.#reach((nextColumn * ys.length + nextRow) * 2 + axis, cost, state)
    }
  }

  #pathTo(state: number, { from: last }: Port): readonly number[] | null {
    const { xs, ys } = this.#grid
    const points = [last.x, last.y]
    let at = this.#before[state] ?? -1
    for (; at >= 0; at = this.#before[at] ?? -1)
      points.unshift(xs[Math.floor((at >> 1) / ys.length)] ?? 0, ys[(at >> 1) % ys.length] ?? 0)
    const first = this.#out[-1 - at]?.from
    return first ? [first.x, first.y, ...points] : null
  }
}

function axisOf({ axis }: Port): 0 | 1 {
  return axis === 'x' ? 0 : 1
}

function indexOf(values: readonly number[]): ReadonlyMap<number, number> {
  return new Map(values.map((value, index) => [value, index]))
}

function lengthOf({ from, to }: Port): number {
  return Math.abs(to.x - from.x) + Math.abs(to.y - from.y)
}

/** How many walls each piece of a grid goes through: to the right of a point, and down from it. */
function crossings({ xs, ys, walls }: Grid): Uint16Array {
  const counts = new Uint16Array(xs.length * ys.length * 2)
  for (const { minX, minY, maxX, maxY } of walls) {
    for (let column = 0; column < xs.length; column += 1) {
      const [x = 0, nextX = x] = [xs[column], xs[column + 1]]
      if (x >= maxX) break
      if (nextX <= minX) continue
      for (let row = 0; row < ys.length; row += 1) {
        const [y = 0, nextY = y] = [ys[row], ys[row + 1]]
        if (y >= maxY) break
        if (nextY <= minY) continue
        const at = (column * ys.length + row) * 2
        if (y > minY) counts[at] = (counts[at] ?? 0) + 1
        if (x > minX) counts[at + 1] = (counts[at + 1] ?? 0) + 1
      }
    }
  }
  return counts
}

/** States by cost; of equal costs first in, first out. A binary heap. */
class Queue {
  readonly #costs: number[] = []
  readonly #turns: number[] = []
  readonly #states: number[] = []
  #turn = 0

  add(cost: number, state: number): void {
    let at = this.#states.length
    this.#put(at, cost, this.#turn, state)
    this.#turn += 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isLess(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  /** Takes out the cheapest; -1: there is none. */
  take(): number {
    const [first = -1] = this.#states
    const [cost, turn, state] = [this.#costs.pop(), this.#turns.pop(), this.#states.pop()]
    if (cost === undefined || turn === undefined || state === undefined) return -1
    if (this.#states.length > 0) this.#put(0, cost, turn, state)
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#states.length && this.#isLess(child, least)) least = child
      if (least === at) return first
      this.#swap(at, least)
      at = least
    }
  }

  #put(at: number, cost: number, turn: number, state: number): void {
    this.#costs[at] = cost
    this.#turns[at] = turn
    this.#states[at] = state
  }

  #isLess(a: number, b: number): boolean {
    const [one = 0, other = 0] = [this.#costs[a], this.#costs[b]]
    return one !== other ? one < other : (this.#turns[a] ?? 0) < (this.#turns[b] ?? 0)
  }

  #swap(a: number, b: number): void {
    for (const values of [this.#costs, this.#turns, this.#states]) {
      const kept = values[a] ?? 0
      values[a] = values[b] ?? 0
      values[b] = kept
    }
  }
}
