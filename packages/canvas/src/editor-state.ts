import type { Board } from '@inkbridge/board'
import type { PrincipalId, ShapeId, Style } from '@inkbridge/types'
import type { Camera } from './camera.ts'
import type { Scene } from './scene.ts'
import { mixedKeys, styleKeysOf, styleOf, type ToolStyles } from './styles.ts'
import { type ToolName, tools } from './tools.ts'

/** Where everybody begins. */
export const home: Camera = { x: 0, y: 0, zoom: 1 }

/** A new object whenever something in it changed. */
export interface EditorState {
  readonly tool: ToolName
  /** The tool stays after it has made a shape. */
  readonly keepTool: boolean
  /** Of the selection, or of the next shape; null when there is nothing to style. */
  readonly style: Style | null
  /** Which parts of a style the panel offers. */
  readonly styles: readonly (keyof Style)[]
  /** On which the selection differs. */
  readonly mixed: readonly (keyof Style)[]
  readonly selection: readonly ShapeId[]
  readonly camera: Camera
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly empty: boolean
  /** There is something on the board, and nothing of it is in view. */
  readonly lost: boolean
  readonly readOnly: boolean
  /** A pointer is drawing, moving or selecting. */
  readonly gesture: boolean
  /** Only a pen draws; fingers move the board. Begins when a pen is first used. */
  readonly penMode: boolean
  /** Whose view is shown; null: one's own. */
  readonly following: PrincipalId | null
  /** Who shows one's own view. */
  readonly followers: readonly PrincipalId[]
}

export function stateAtFirst(tool: ToolName, readOnly: boolean, { size }: Scene): EditorState {
  return {
    tool,
    keepTool: false,
    style: null,
    styles: [],
    mixed: [],
    selection: [],
    camera: home,
    canUndo: false,
    canRedo: false,
    empty: size === 0,
    lost: false,
    readOnly,
    gesture: false,
    penMode: false,
    following: null,
    followers: [],
  }
}

/** What of the state follows from the rest, but for where one looks. */
export function derivedOf(
  { selection, tool, readOnly }: EditorState,
  scene: Scene,
  board: Board,
  toolStyles: ToolStyles,
): Partial<EditorState> {
  const shapes = selection.flatMap((id) => scene.get(id) ?? []).filter(({ kind }) => kind !== 'unknown')
  const offered = shapes.length > 0 ? styleKeysOf(shapes) : (tools.find(({ name }) => name === tool)?.styles ?? [])
  const style = shapes.length > 0 ? styleOf(shapes) : toolStyles.of(tool)
  return {
    style: readOnly || offered.length === 0 ? null : style,
    styles: offered,
    mixed: mixedKeys(shapes),
    canUndo: board.canUndo,
    canRedo: board.canRedo,
    empty: scene.size === 0,
  }
}
