import { Groups } from '@inkbridge/board'
import type { Shape, ShapeId } from '@inkbridge/types'
import type { CommandContext } from '../commands/command.ts'
import { builtInCommands, type CommandId } from '../commands.ts'
import { contextOf } from '../editor/context.ts'
import type { Plan } from '../plan/plan.ts'
import { Scene } from '../scene/scene.ts'
import { initialState, reduce, type State } from '../state/state.ts'
import { createToolset } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { Viewport } from '../viewport/viewport.ts'
import { plain } from './plain.ts'

interface Given {
  readonly shapes?: readonly Shape[]
  readonly selection?: readonly string[]
  /** Groups by their members. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
  readonly far?: boolean
  /** The tool has begun something that continues without a pressed pointer. */
  readonly begun?: boolean
  readonly pointer?: { readonly x: number; readonly y: number }
  /** Other differences from the initial state. */
  readonly state?: Partial<State>
}

const tools = createToolset(builtInTools)

/** A board without a document, with groups and history. */
export function boardOf(given: Pick<Given, 'shapes' | 'groups'>) {
  const groups = new Groups()
  for (const { id, frame } of given.shapes ?? []) groups.recordParent(id, frame ?? null)
  for (const [group, members] of Object.entries(given.groups ?? {})) {
    groups.recordGroup(group as ShapeId, true, null)
    for (const id of members) groups.recordParent(id as ShapeId, group as ShapeId)
  }
  return Object.assign(groups, { canUndo: false, canRedo: false })
}

/** Returns a command context: a view of 1000 by 500 pixels, the select tool. New shapes and groups are called `new`. */
export function contextWith(given: Given): CommandContext {
  const scene = new Scene(given.shapes ?? [], plain)
  const board = boardOf(given)
  const viewport = new Viewport(1, () => false)
  viewport.resize({ width: 1000, height: 500 })
  const before: State = { ...initialState(false, tools), tool: 'select', ...given.state }
  const { camera } = before
  const world = {
    tools,
    scene,
    board,
    revision: 0,
    camera,
    view: viewport.viewOf(camera),
    following: null,
    followers: [],
  }
  const selection = (given.selection ?? []) as readonly ShapeId[]
  const state = { ...reduce(before, { selection, entered: before.entered }, world), following: before.following }
  return {
    ...contextOf(
      { state, scene, board, viewport, tools, attribution: () => ({ author: 'Mara', now: 1_000 }) },
      { far: given.far ?? false, begun: given.begun ?? false, pointer: given.pointer ?? null },
    ),
    newId: () => 'new' as ShapeId,
  }
}

/** Returns the plan of a command; null: it does not handle its key. */
export function planOf(id: CommandId, given: Given): Plan | null {
  const command = builtInCommands.find((each) => each.id === id)
  if (!command) throw new Error(`no command: ${id}`)
  return command.plan(contextWith(given))
}
