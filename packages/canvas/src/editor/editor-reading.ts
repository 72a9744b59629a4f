import type { Box, Shape, ShapeId } from '@inkbridge/types'
import type { Command } from '../commands.ts'
import { type Printed, type Sheet, sheetsOf } from '../export.ts'
import type { Clipboard } from '../input.ts'
import { type OutlineEntry, outlined, outlineOf } from '../scene/scene.ts'
import { connects, hasRoom, isSizedByText, type Kinds, linesOf, titleOf } from '../shapes.ts'
import type { EditorState, State } from '../state/state.ts'
import type { TextLayout } from '../text.ts'
import { type ToolEntry, withContents } from '../tools.ts'
import { screenBox } from '../viewport/viewport.ts'
import { connect, type EditorOptions, type Parts } from './connect.ts'
import { type Measures, measuresOf } from './measures.ts'
import { type NameBox, nameBoxOf } from './name-box.ts'

/** Everything a host can read of an editor. */
export class EditorReading {
  protected readonly options: EditorOptions
  protected readonly parts: Parts

  protected constructor(options: EditorOptions, clipboard: () => Clipboard) {
    this.options = options
    this.parts = connect(options, clipboard)
  }

  /** The layout of text on the board. */
  get layout(): TextLayout {
    return this.parts.scene.layout
  }

  /** The kinds of shapes it was given. */
  get kinds(): Kinds {
    return this.parts.scene.kinds
  }

  /** The tools it was given, in the order of the toolbar. */
  get tools(): readonly ToolEntry[] {
    return this.parts.register.tools
  }

  /** The commands it was given, in the order of menus. */
  get commands(): readonly Command[] {
    return this.parts.register.commands
  }

  state(): EditorState {
    return this.current
  }

  /** Called once after each commit that changed something. */
  observe(listener: () => void): () => void {
    return this.parts.commits.observe(listener)
  }

  /** Called after each frame that was drawn. */
  observeFrames(listener: () => void): () => void {
    return this.parts.screen.frames.observe(listener)
  }

  /** Resolves when everything in view is drawn and sharp. */
  settled(): Promise<void> {
    return this.parts.screen.frames.settled()
  }

  /** All that is not hidden, as it is shown, bottom to top. */
  shapes(): readonly Shape[] {
    return this.parts.scene.all()
  }

  /** The first shapes in reading order, at most `most`: for people who do not see the board. */
  outline(most: number): readonly OutlineEntry[] {
    return outlineOf(this.shapes(), this.kinds, most)
  }

  /** The entry of one shape in the outline; null for a shape that is not shown. */
  outlined(id: ShapeId): Omit<OutlineEntry, 'depth'> | null {
    const { scene } = this.parts
    const shape = scene.get(id)
    return shape ? outlined(shape, this.kinds, (other) => scene.get(other)) : null
  }

  /** The title of what is selected, as the name of a frame; null: nothing of it has one. */
  selectedTitle(): { readonly id: ShapeId; readonly name: string } | null {
    for (const shape of this.chosen()) {
      const name = titleOf(shape, this.kinds)
      if (name !== null) return { id: shape.id, name }
    }
    return null
  }

  /** Where the name of a frame is seen; null: there is no such frame. */
  nameBox(id: ShapeId): NameBox | null {
    return nameBoxOf(this.parts.scene.get(id), this.current.camera, this.kinds)
  }

  /** The sheets that are printed now. */
  sheets(printed: Printed): readonly Sheet[] {
    return sheetsOf(printed, this.parts.context())
  }

  /** Position, size and angle of what is selected; null when nothing is. */
  measures(): Measures | null {
    return measuresOf(this.chosen(), this.kinds)
  }

  /** The selected shapes as text to be pasted on any board; null when nothing is selected. */
  copy(): string | null {
    const { board } = this.options
    if (this.current.selection.length === 0) return null
    const { scene } = this.parts
    return board.copy(withContents(this.current.selection, { groups: board }), (copies) =>
      scene.asSeen(copies, { x: 0, y: 0 }),
    )
  }

  /** The box of the shape whose text is edited, CSS pixels of the view; null: no text is edited. */
  writtenBox(): Box | null {
    const id = this.current.writing?.id
    return id ? this.boxOf([id]) : null
  }

  /** The box of shapes, CSS pixels of the view; null: no such shape. */
  boxOf(ids: readonly ShapeId[]): Box | null {
    const box = this.parts.scene.box(ids)
    return box ? screenBox(box, this.current.camera) : null
  }

  /** Whether one can write in a shape, which is no line, and nobody has. */
  isBlank(id: ShapeId): boolean {
    const { kinds } = this.parts.scene
    const shape = this.parts.scene.get(id)
    if (!shape || shape.text || !hasRoom(shape, kinds)) return false
    return !connects(shape, kinds) && !isSizedByText(shape, kinds)
  }

  /** The lines of a shape's text as they are shown. */
  lines(id: ShapeId): readonly string[] {
    return linesOf(this.parts.scene.get(id), this.parts.scene)
  }

  protected get current(): State {
    return this.parts.commits.state
  }

  protected chosen(): readonly Shape[] {
    return this.current.selection.flatMap((id) => this.parts.scene.get(id) ?? [])
  }
}
