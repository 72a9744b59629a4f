import type { Board } from '@inkbridge/board'
import { newShapeId, type ShapeId, type Style, type WorldPoint } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import type { Signed } from '../shapes/kind.ts'
import type { ToolName } from '../tools/name.ts'
import { gridSize, type Toolset, type View } from '../tools.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { nextStyle } from './next-styles.ts'
import type { State } from './state.ts'
import { type Units, unitsOf } from './units.ts'

/** What tools and commands are given is made of this. */
export interface Sources {
  readonly state: State
  readonly scene: Scene
  readonly board: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly viewport: Viewport
  readonly tools: Pick<Toolset, 'toolOf'>
  signed(): Signed
}

/** What a command may look at. */
export interface CommandContext extends Omit<Units, 'groups'> {
  /** The groups that are selected, as such. */
  readonly groupsChosen: readonly ShapeId[]
  readonly state: State
  readonly scene: Pick<
    Scene,
    | 'get'
    | 'at'
    | 'all'
    | 'layout'
    | 'frameAt'
    | 'box'
    | 'inBox'
    | 'locked'
    | 'hidden'
    | 'holding'
    | 'within'
    | 'boundsOf'
    | 'lowestOrder'
    | 'kinds'
  >
  readonly groups: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly viewport: Pick<Viewport, 'size' | 'viewOf' | 'zoomed' | 'zoomOf'>
  /** Where a menu was opened that this was chosen from, else where the pointer is; null: not over the board. */
  readonly pointer: WorldPoint | null
  /** Shift was held: a long step. */
  readonly far: boolean
  /** The tool has begun something that goes on while nothing is pressed. */
  readonly begun: boolean
  styleOf(tool: ToolName): Style
  signed(): Signed
  newId(): ShapeId
}

/** What a tool may look at. */
export function viewOf({ state, scene, board, viewport, tools, signed }: Sources): View {
  const { selection, entered, tool, readOnly, settings, camera, nextStyles } = state
  const styleOf = (name: ToolName) => nextStyle(nextStyles, tools.toolOf(name))
  return {
    scene,
    groups: board,
    selection,
    entered,
    zoom: camera.zoom,
    window: viewport.viewOf(camera),
    style: styleOf(tool),
    textStyle: styleOf('text'),
    arrowStyle: styleOf('arrow'),
    eraserPx: styleOf(tool === 'part-eraser' ? tool : 'eraser').width,
    readOnly,
    snaps: settings.snaps,
    grid: settings.grid ? gridSize : null,
    wholly: settings.wholly,
    signed,
    newId: newShapeId,
  }
}

export function contextOf(sources: Sources, now: Pick<CommandContext, 'pointer' | 'far' | 'begun'>): CommandContext {
  const { state, scene, board, viewport, tools, signed } = sources
  const { groups, ...units } = unitsOf(state.selection, { scene, groups: board, entered: state.entered })
  return {
    ...now,
    ...units,
    groupsChosen: groups,
    state,
    scene,
    groups: board,
    viewport,
    styleOf: (tool) => nextStyle(state.nextStyles, tools.toolOf(tool)),
    signed,
    newId: newShapeId,
  }
}
