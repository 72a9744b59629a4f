import type { Board } from '@inkbridge/board'
import type { Shape, ShapeId } from '@inkbridge/types'
import { middleOf } from '../geometry.ts'
import type { Direction } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { type Kinds, selectionBox, type Unit } from '../shapes.ts'
import { groupOver } from '../tools.ts'

/** Shapes grouped into units. */
export interface Units {
  readonly chosen: readonly Shape[]
  readonly units: readonly Unit[]
  /** Their outermost members: shapes and groups. */
  readonly members: readonly ShapeId[]
  /** The groups among the members. */
  readonly groups: readonly ShapeId[]
}

interface UnitsContext {
  readonly scene: Pick<Scene, 'get'>
  readonly groups: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  /** The entered group; null: none. */
  readonly entered: ShapeId | null
}

/** Divides shapes into units at the current level; an incomplete group is not a unit. */
export function unitsOf(ids: readonly ShapeId[], around: UnitsContext): Units {
  const chosen = ids.flatMap((id) => around.scene.get(id) ?? [])
  const groups = groupsIn(ids, around)
  const whole = new Set(groups)
  const units = new Map<ShapeId, Set<Shape>>()
  for (const shape of chosen) {
    const over = groupOver(shape.id, around)
    const key = over && whole.has(over) ? over : shape.id
    const unit = units.get(key) ?? new Set<Shape>()
    units.set(key, unit.add(shape))
    // A frame includes its contents.
    for (const id of around.groups.contentsOf(shape.id)) {
      const inside = around.scene.get(id)
      if (inside) unit.add(inside)
    }
  }
  return { chosen, units: [...units.values()].map((unit) => [...unit]), members: [...units.keys()], groups }
}

/** Returns the groups of which all members are given. */
export function groupsIn(ids: readonly ShapeId[], { scene, groups, entered }: UnitsContext): readonly ShapeId[] {
  const over = new Set<ShapeId>()
  for (const id of ids) {
    const group = groupOver(id, { groups, entered })
    if (group) over.add(group)
  }
  if (over.size === 0) return []
  const there = new Set(ids)
  return [...over].filter((group) => groups.membersOf(group).every((id) => there.has(id) || !scene.get(id)))
}

/** Returns the next or previous unit in reading order; null at the end. */
export function nextUnit(
  units: readonly Unit[],
  selection: readonly ShapeId[],
  by: 1 | -1,
  kinds: Kinds,
): readonly ShapeId[] | null {
  const reading = units
    .map((unit) => ({ unit, box: selectionBox(unit, kinds) }))
    .sort((a, b) => rowOf(a.box) - rowOf(b.box) || (a.box?.minX ?? 0) - (b.box?.minX ?? 0))
    .map(({ unit }) => unit)
  const selected = new Set(selection)
  const at = reading.findIndex((unit) => unit.some(({ id }) => selected.has(id)))
  const next = at < 0 ? (by > 0 ? 0 : reading.length - 1) : at + by
  return reading[next]?.map(({ id }) => id) ?? null
}

/** Height of a row for the reading order, world units. */
const row = 100

function rowOf(box: ReturnType<typeof selectionBox>): number {
  return Math.floor((box?.minY ?? 0) / row)
}

/** Returns the nearest unit in a direction, by the centres of both; null: none. */
export function unitTowards(
  units: readonly Unit[],
  selection: readonly ShapeId[],
  direction: Direction,
  kinds: Kinds,
): readonly ShapeId[] | null {
  const selected = new Set(selection)
  const isSelected = (unit: Unit) => unit.some(({ id }) => selected.has(id))
  const box = selectionBox(units.filter(isSelected).flat(), kinds)
  if (!box) return units[0]?.map(({ id }) => id) ?? null
  const from = middleOf(box)
  const [alongX, alongY] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number]
  let best: { readonly unit: Unit; readonly far: number } | null = null
  for (const unit of units) {
    const other = isSelected(unit) ? null : selectionBox(unit, kinds)
    if (!other) continue
    const to = middleOf(other)
    const along = (to.x - from.x) * alongX + (to.y - from.y) * alongY
    const aside = Math.abs((to.x - from.x) * alongY + (to.y - from.y) * alongX)
    // Units that are more aside than ahead are in another direction.
    if (along <= 0 || aside > along * 2) continue
    const far = along + aside * 2
    if (!best || far < best.far) best = { unit, far }
  }
  return best?.unit.map(({ id }) => id) ?? null
}
