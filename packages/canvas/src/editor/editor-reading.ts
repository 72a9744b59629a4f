import type { AssetId, Box, ScreenPoint, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import type { Command } from '../commands.ts'
import { type Printed, sheetsOf } from '../export.ts'
import type { Images } from '../images.ts'
import type { Clipboard } from '../input.ts'
import { withBoard } from '../paste.ts'
import type { Sheet } from '../picture.ts'
import { type OutlineEntry, outlined, outlineOf } from '../scene/scene.ts'
import { connects, hasRoom, isSizedByText, type Kinds, linesOf, textSizeOf, titleOf } from '../shapes.ts'
import type { EditorState, State } from '../state/state.ts'
import type { TextLayout } from '../text.ts'
import { type ToolEntry, withContents } from '../tools.ts'
import { screenBox, toWorld } from '../viewport/viewport.ts'
import { connect, type EditorOptions, type Parts } from './connect.ts'
import { type Measures, measuresOf } from './measures.ts'
import { type NameBox, nameBoxOf } from './name-box.ts'

/** The read-only part of an editor. */
export class EditorReading {
  protected readonly options: EditorOptions
  protected readonly parts: Parts

  protected constructor(options: EditorOptions, clipboard: () => Clipboard) {
    this.options = options
    this.parts = connect(options, clipboard)
  }

  /** The text layout of the board. */
  get layout(): TextLayout {
    return this.parts.scene.layout
  }

  /** The pictures of the board. */
  get images(): Images {
    return this.parts.scene.images
  }

  /** The kinds of shapes. */
  get kinds(): Kinds {
    return this.parts.scene.kinds
  }

  /** The tools, in the order of the toolbar. */
  get tools(): readonly ToolEntry[] {
    return this.parts.register.tools
  }

  /** The commands, in the order of menus. */
  get commands(): readonly Command[] {
    return this.parts.register.commands
  }

  state(): EditorState {
    return this.current
  }

  /** Calls the listener once after each commit that changed the state. */
  observe(listener: () => void): () => void {
    return this.parts.commits.observe(listener)
  }

  /** Calls the listener after each drawn frame. */
  observeFrames(listener: () => void): () => void {
    return this.parts.screen.frames.observe(listener)
  }

  /** Resolves when everything in view is drawn and sharp. */
  settled(): Promise<void> {
    return this.parts.screen.frames.settled()
  }

  /** Returns the visible shapes, resolved, bottom to top. */
  shapes(): readonly Shape[] {
    return this.parts.scene.all()
  }

  /** Returns the first shapes in reading order, at most `most`, for screen readers. */
  outline(most: number): readonly OutlineEntry[] {
    return outlineOf(this.shapes(), this.kinds, most)
  }

  /** Returns the outline entry of a shape; null if it is not visible. */
  outlined(id: ShapeId): Omit<OutlineEntry, 'depth'> | null {
    const { scene } = this.parts
    const shape = scene.get(id)
    return shape ? outlined(shape, this.kinds, (other) => scene.get(other)) : null
  }

  /** Returns the title of the selected shape, such as a frame's name; null: it has none. */
  selectedTitle(): { readonly id: ShapeId; readonly name: string } | null {
    for (const shape of this.chosen()) {
      const name = titleOf(shape, this.kinds)
      if (name !== null) return { id: shape.id, name }
    }
    return null
  }

  /** Returns the position of a frame's name; null: no such frame. */
  nameBox(id: ShapeId): NameBox | null {
    return nameBoxOf(this.parts.scene.get(id), this.current.camera, this.kinds)
  }

  /** Returns the box of all shapes; null: the board is empty. */
  contentBox(): Box | null {
    return this.parts.scene.box()
  }

  /** Returns the shapes that show an asset, bottom to top. */
  shapesWith(asset: AssetId): readonly Shape[] {
    const { scene } = this.parts
    return this.shapes().filter((shape) => scene.kinds.of(shape).asset?.(shape) === asset)
  }

  /** Returns the size of a shape's text as laid out, and its lines; null: it has none. */
  textSize(id: ShapeId): ReturnType<typeof textSizeOf> {
    return textSizeOf(this.parts.scene.get(id), this.parts.scene)
  }

  /** Returns a shape as stored, without values derived from its text or from others; null: it does not exist. */
  stored(id: ShapeId): Shape | null {
    const shape = this.parts.scene.get(id)
    return shape ? this.parts.scene.asStored(shape) : null
  }

  /** Loads what files need to be read, so that they can be added without a network. */
  async prepareFiles(): Promise<void> {
    await Promise.all([
      import('../images/read-image.ts'),
      import('../images/preview.ts'),
      import('../images/svg-image.ts'),
      import('thumbhash'),
    ])
  }

  /** Returns the sheets to print. */
  sheets(printed: Printed): readonly Sheet[] {
    return sheetsOf(printed, this.parts.context())
  }

  /** Returns position, size and angle of the selection; null: empty. */
  measures(): Measures | null {
    return measuresOf(this.chosen(), this.kinds)
  }

  /** Returns the selection as text that can be pasted on any board; null: empty. */
  copy(): string | null {
    const { selection } = this.current
    return selection.length === 0 ? null : withBoard(this.copyOf(selection), this.options.assets?.board)
  }

  /** Returns shapes with their contents as text that can be pasted on any board that has the files of their images. */
  copyOf(ids: readonly ShapeId[]): string {
    const { board } = this.options
    const { scene } = this.parts
    return board.copy(withContents(ids, { groups: board }), (copies) => scene.copyAsShown(copies, { x: 0, y: 0 }))
  }

  /** Returns the point of the board at a point of the window, CSS pixels. */
  worldAt({ x, y }: ScreenPoint): WorldPoint {
    const { left, top } = this.options.element.getBoundingClientRect()
    return toWorld({ x: x - left, y: y - top }, this.current.camera)
  }

  /** Returns the box of the shape whose text is being edited, CSS pixels of the view; null: none. */
  writtenBox(): Box | null {
    const id = this.current.writing?.id
    return id ? this.boxOf([id]) : null
  }

  /** Returns the box of shapes, CSS pixels of the view; null: none exist. */
  boxOf(ids: readonly ShapeId[]): Box | null {
    const box = this.parts.scene.box(ids)
    return box ? screenBox(box, this.current.camera) : null
  }

  /** Whether a shape can have text and has none; false for lines and texts. */
  isBlank(id: ShapeId): boolean {
    const { kinds } = this.parts.scene
    const shape = this.parts.scene.get(id)
    if (!shape || shape.text || !hasRoom(shape, kinds)) return false
    return !connects(shape, kinds) && !isSizedByText(shape, kinds)
  }

  /** Returns the lines of a shape's text as laid out. */
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
