import type { Box, WorldPoint } from '@inkbridge/types'

/** An exit of an end of a route: its start, and the first point where it may turn. */
export interface Port {
  readonly from: WorldPoint
  readonly to: WorldPoint
  readonly axis: 'x' | 'y'
  /** Cost in addition to its length, world units. */
  readonly cost: number
}

/** Lines that a route may follow, ascending, and boxes it should avoid. */
export interface Grid {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly walls: readonly Box[]
  /** The lines half way between the ends: preferred among routes of equal cost. */
  readonly middle: { readonly x?: number; readonly y?: number }
}

/** Cost of a corner, world units of length: fewer corners win over a shorter route. */
const cornerCost = 80
/** Cost of crossing an obstacle: any detour is cheaper, but a route exists even without one. */
export const crossingCost = 1e6
/** Cost difference that breaks ties; a power of two, so that sums stay exact. */
export const tieCost = 2 ** -10
/** Breaks ties towards states nearer to the end: less than `hair` at any distance on a board. */
const nearer = 2 ** -26

/**
 * Returns the cheapest orthogonal route along a grid, with costs for corners and obstacles.
 *
 * @returns x0, y0, x1, y1, …; null: the ports are not on the grid
 */
export function cheapestRoute(out: readonly Port[], into: readonly Port[], grid: Grid): readonly number[] | null {
  return new Search(out, into, grid).run()
}

/** The grid point that an entry leads to, and the remaining cost from there. */
interface Goal {
  readonly node: number
  readonly x: number
  readonly y: number
  readonly axis: 0 | 1
  readonly cost: number
}

/**
 * A* (Hart, Nilsson and Raphael, 1968) over grid points, with two states for each: the axis by which it was reached.
 * The lower bound is the Manhattan distance plus the least number of corners.
 */
class Search {
  readonly #out: readonly Port[]
  readonly #into: readonly Port[]
  readonly #xs: Float64Array
  readonly #ys: Float64Array
  /** States from here on are entries, two for each. */
  readonly #size: number
  readonly #costs: Float64Array
  /** The previous state of each, or -1 - exit for the first. */
  readonly #before: Int32Array
  readonly #isDone: Uint8Array
  readonly #crossed: Uint16Array
  readonly #goals: readonly Goal[]
  readonly #rows: number
  /** Column and row half way between the ends; -1: none. */
  readonly #middleColumn: number
  readonly #middleRow: number
  readonly #queue = new Queue()

  constructor(out: readonly Port[], into: readonly Port[], grid: Grid) {
    ;[this.#out, this.#into] = [out, into]
    ;[this.#xs, this.#ys] = [Float64Array.from(grid.xs), Float64Array.from(grid.ys)]
    this.#rows = grid.ys.length
    this.#size = grid.xs.length * grid.ys.length * 2
    const all = this.#size + into.length * 2
    this.#costs = new Float64Array(all).fill(Number.POSITIVE_INFINITY)
    this.#before = new Int32Array(all)
    this.#isDone = new Uint8Array(all)
    this.#crossed = crossings(grid)
    const [columns, rows] = [indexOf(grid.xs), indexOf(grid.ys)]
    this.#middleColumn = columns.get(grid.middle.x ?? Number.NaN) ?? -1
    this.#middleRow = rows.get(grid.middle.y ?? Number.NaN) ?? -1
    const nodeAt = ({ x, y }: WorldPoint) => {
      const [column, row] = [columns.get(x), rows.get(y)]
      return column === undefined || row === undefined ? -1 : column * grid.ys.length + row
    }
    this.#goals = into.map((port) => ({
      node: nodeAt(port.to),
      x: port.to.x,
      y: port.to.y,
      axis: axisOf(port),
      cost: lengthOf(port) + port.cost,
    }))
    out.forEach((port, index) => {
      const node = nodeAt(port.to)
      if (node >= 0) this.#reach(node * 2 + axisOf(port), lengthOf(port) + port.cost, -1 - index)
    })
  }

  run(): readonly number[] | null {
    for (let state = this.#queue.pop(); state >= 0; state = this.#queue.pop()) {
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
    const left = state < this.#size ? this.#leastFrom(state) : 0
    this.#queue.add(cost + left + left * nearer, state)
  }

  /** Returns a lower bound of the cost from a state to an end. */
  #leastFrom(state: number): number {
    const node = state >> 1
    const column = (node / this.#rows) | 0
    const x = this.#xs[column] ?? 0
    const y = this.#ys[node - column * this.#rows] ?? 0
    let least = Number.POSITIVE_INFINITY
    for (const goal of this.#goals) {
      const dx = Math.abs(goal.x - x)
      const dy = Math.abs(goal.y - y)
      const isAside = (goal.axis === 0 ? dy : dx) > 0
      const corners = goal.axis !== (state & 1) ? 1 : isAside ? 2 : 0
      const cost = dx + dy + goal.cost + corners * cornerCost
      if (cost < least) least = cost
    }
    return least
  }

  /** Expands a state through the entries at its point. */
  #leave(state: number): void {
    const axis = state & 1
    const node = state >> 1
    for (let index = 0; index < this.#goals.length; index += 1) {
      const goal = this.#goals[index]
      if (!goal || goal.node !== node) continue
      const turn = goal.axis === axis ? 0 : this.#turnAt(state)
      this.#reach(this.#size + index * 2 + axis, (this.#costs[state] ?? 0) + goal.cost + turn, state)
    }
  }

  /** Expands a state to neighbouring points. */
  #goOn(state: number): void {
    const xs = this.#xs
    const ys = this.#ys
    const rows = this.#rows
    const at = state >> 1
    const column = (at / rows) | 0
    const row = at - column * rows
    const x = xs[column] ?? 0
    const y = ys[row] ?? 0
    const cost = this.#costs[state] ?? 0
    const turn = cost + this.#turnAt(state)
    const level = (state & 1) === 0 ? cost : turn
    const upright = (state & 1) === 0 ? turn : cost
    if (column > 0) this.#step(at - rows, 0, at - rows, level + x - (xs[column - 1] ?? 0), state)
    if (column + 1 < xs.length) this.#step(at + rows, 0, at, level + (xs[column + 1] ?? 0) - x, state)
    if (row > 0) this.#step(at - 1, 1, at - 1, upright + y - (ys[row - 1] ?? 0), state)
    if (row + 1 < rows) this.#step(at + 1, 1, at, upright + (ys[row + 1] ?? 0) - y, state)
  }

  /** Follows an edge of the grid, named by the point at its left or top. */
  #step(node: number, axis: number, piece: number, cost: number, state: number): void {
    this.#reach(node * 2 + axis, cost + (this.#crossed[piece * 2 + axis] ?? 0) * crossingCost, state)
  }

  /** Returns the cost of a corner at a state: slightly less onto the line half way between the ends. */
  #turnAt(state: number): number {
    const node = state >> 1
    const column = (node / this.#rows) | 0
    const isMiddle = (state & 1) === 0 ? column === this.#middleColumn : node - column * this.#rows === this.#middleRow
    return isMiddle ? cornerCost : cornerCost + tieCost
  }

  #pathTo(state: number, { from: last }: Port): readonly number[] | null {
    const rows = this.#rows
    const points = [last.x, last.y]
    let at = this.#before[state] ?? -1
    for (; at >= 0; at = this.#before[at] ?? -1)
      points.unshift(this.#xs[Math.floor((at >> 1) / rows)] ?? 0, this.#ys[(at >> 1) % rows] ?? 0)
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

/** Returns the number of obstacles each edge crosses: to the right of a point, and down from it. */
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

/** A priority queue of states by cost (binary heap). */
class Queue {
  readonly #costs: number[] = []
  readonly #states: number[] = []

  add(cost: number, state: number): void {
    const costs = this.#costs
    const states = this.#states
    let at = states.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = costs[parent] ?? 0
      if (above <= cost) break
      costs[at] = above
      states[at] = states[parent] ?? 0
      at = parent
    }
    costs[at] = cost
    states[at] = state
  }

  /** Removes and returns the cheapest state; -1: empty. */
  pop(): number {
    const costs = this.#costs
    const states = this.#states
    const first = states[0] ?? -1
    const cost = costs.pop()
    const state = states.pop()
    if (cost === undefined || state === undefined || states.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= states.length) break
      if ((costs[child + 1] ?? Number.POSITIVE_INFINITY) < (costs[child] ?? 0)) child += 1
      const below = costs[child] ?? 0
      if (below >= cost) break
      costs[at] = below
      states[at] = states[child] ?? 0
      at = child
    }
    costs[at] = cost
    states[at] = state
    return first
  }
}
