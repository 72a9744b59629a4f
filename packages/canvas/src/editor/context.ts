import type { Board } from '@inkbridge/board'
import { newShapeId } from '@inkbridge/types'
import type { CommandContext } from '../commands.ts'
import type { ToolName } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import type { Attribution } from '../shapes.ts'
import { nextStyle, type State, unitsOf } from '../state/state.ts'
import { gridSize, type Toolset, type View } from '../tools.ts'
import type { Viewport } from '../viewport/viewport.ts'

/** The sources of the views of tools and commands. */
export interface Sources {
  readonly state: State
  readonly scene: Scene
  readonly board: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly viewport: Viewport
  readonly tools: Pick<Toolset, 'toolOf'>
  attribution(): Attribution
}

/** Returns the view for tools. */
export function viewOf({ state, scene, board, viewport, tools, attribution }: Sources): View {
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
    attribution,
    newId: newShapeId,
  }
}

export function contextOf(sources: Sources, now: Pick<CommandContext, 'pointer' | 'far' | 'begun'>): CommandContext {
  const { state, scene, board, viewport, tools, attribution } = sources
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
    attribution,
    newId: newShapeId,
  }
}
