import type { AssetId, Peer, PrincipalId, ScreenPoint, ShapeId, StyleChange, WorldPoint } from '@inkbridge/types'
import {
  type AddedImage,
  type AddedPage,
  type Command,
  type CommandId,
  planArrival,
  planDelete,
  planMatch,
  planOffer,
  planPaste,
  planReveal,
  planSearch,
  planTravel,
  planWrite,
} from '../commands.ts'
import type { Theme } from '../display.ts'
import { type Clipboard, listenToClipboard } from '../input.ts'
import { boardOfClip } from '../paste.ts'
import type { Plan, Settings, ToolName } from '../plan/plan.ts'
import type { Format } from '../text.ts'
import { type Camera, centredOn, type ViewSize } from '../viewport/viewport.ts'
import { addFiles, addPages, keepImage, replaceImage } from './add-files.ts'
import { adoptAssets } from './adopt-assets.ts'
import type { EditorOptions } from './connect.ts'
import { EditorReading } from './editor-reading.ts'
import { type Measures, measured } from './measures.ts'
import { type Invocation, runCommand } from './run.ts'

export type { EditorOptions } from './connect.ts'
export type { Measures } from './measures.ts'
export { isOffered } from './register.ts'

/** The engine's API for hosts: each method makes a plan and commits it. */
export class Editor extends EditorReading {
  /** Resolves when the editor accepts input. */
  readonly ready: Promise<void>
  readonly #clipboard: Clipboard

  constructor(options: EditorOptions) {
    super(options, () => this.#clipboard)
    this.#clipboard = listenToClipboard({
      copy: () => this.copy(),
      cut: () => this.deleteSelection(),
      paste: (text, inPlace, at) => this.paste(text, inPlace, at),
      files: (files, at) => void this.addFiles(files, at),
      problem: (problem) => this.#dispatch({ problem }),
      owns: (event) => this.parts.focus.owns(event),
    })
    this.ready = new Promise((resolve) => requestAnimationFrame(() => resolve()))
  }

  get camera(): Camera {
    return this.current.camera
  }

  /** Jumps to a camera, and stops following. */
  set camera(to: Camera) {
    this.#dispatch({ camera: { type: 'jump', to } })
  }

  get selection(): readonly ShapeId[] {
    return this.current.selection
  }

  set selection(selection: readonly ShapeId[]) {
    this.#dispatch({ selection })
  }

  /** Announces the next update of the board's document, so that the worker starts applying it now. */
  expect(update: Uint8Array): void {
    this.parts.screen.expect(update)
  }

  /** Runs a command if it is available. Returns false if not handled. */
  act(asked: CommandId | Command, how: Invocation = {}): boolean {
    return runCommand(asked, how, this.parts)
  }

  /** Focuses the board: keys go to it, not to a button or field. */
  focus(): void {
    this.parts.focus.focusBoard()
  }

  setTool(tool: ToolName): void {
    this.#dispatch({ tool })
  }

  setStyle(style: StyleChange): void {
    if (this.selection.length === 0) return this.#dispatch({ style })
    this.parts.commits.dispatch(this.parts.repeats.styled(style, performance.now()))
  }

  /** Sets kind properties of all selected shapes, as the fields of the style panel do. */
  setProps(props: Readonly<Record<string, unknown>>): void {
    this.#dispatch({ edits: this.selection.map((id) => ({ type: 'props', id, props })) })
  }

  /** Sets preferences, which the interface stores for all boards. */
  configure(settings: Partial<Settings>): void {
    this.#dispatch({ settings })
  }

  /** Sets whether the role is read-only; only tools that change nothing remain. */
  setReadOnly(readOnly: boolean): void {
    this.#dispatch({ mayEdit: !readOnly })
  }

  setPenMode(penMode: boolean): void {
    this.#dispatch({ penMode })
  }

  setPeers(peers: readonly Peer[]): void {
    const before = this.parts.viewport.followed
    this.#dispatch({ peers })
    const after = this.parts.viewport.followed
    if (before.clientId !== after.clientId || before.isFollowed !== after.isFollowed) this.parts.presence.send()
  }

  /** Follows a person until the board is moved or drawn on here; null: stops. */
  follow(person: PrincipalId | null): void {
    this.#dispatch({ follow: person })
    this.parts.presence.send()
  }

  setTheme(theme: Theme): void {
    this.parts.screen.setTheme(theme)
  }

  /** Width of the view that panels cover at its right, CSS pixels. */
  get covered(): number {
    return this.parts.viewport.covered
  }

  /** Sets the covered width; shapes are revealed beside it. */
  setCovered(covered: number): void {
    this.parts.viewport.covered = covered
  }

  /** Switches the desynchronized canvas on or off. */
  setLowLatency(lowLatency: boolean): void {
    this.parts.screen.setLowLatency(lowLatency)
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.parts.viewport.zoomOf(this.camera) * factor)
  }

  zoomTo(zoom: number): void {
    this.#dispatch({ camera: { type: 'fly', to: this.parts.viewport.zoomed(this.camera, zoom) } })
  }

  zoomToFit(): void {
    this.act('zoom-fit')
  }

  /** Centres a point of the board. */
  lookAt(point: WorldPoint): void {
    this.camera = centredOn(point, this.camera.zoom, this.parts.viewport.size)
  }

  /** Brings the content into view, unless it is, or the user has moved the board or drawn on it. */
  showContent(): void {
    this.#dispatch(() => planArrival(this.parts.context()))
  }

  /** Selects shapes and brings them into view. */
  show(ids: readonly ShapeId[]): void {
    this.#dispatch(() => planReveal(ids, this.parts.context()))
  }

  /** Draws the minimap. Returns the camera it was drawn with; null when nothing is drawn yet. */
  paintMinimap(canvas: HTMLCanvasElement, size: ViewSize): Camera | null {
    return this.parts.screen.paintMinimap(canvas, size)
  }

  /** Searches the board and shows the first match; an empty text ends the search. */
  search(words: string): void {
    this.#dispatch(() => planSearch(words, this.parts.context()))
  }

  /** Shows the match `by` positions further on, wrapping around. */
  showMatch(by: number): void {
    this.#dispatch(() => planMatch(by, this.parts.context()))
  }

  /** Sets the links of shapes; null removes them. */
  setLink(ids: readonly ShapeId[], link: string | null): void {
    this.#dispatch({ edits: ids.map((id) => ({ type: 'link', id, link })) })
  }

  rename(id: ShapeId, name: string): void {
    const shape = this.parts.scene.get(id)
    const title = shape && this.kinds.of(shape).title
    if (title !== undefined) this.#dispatch({ edits: [{ type: 'props', id, props: { [title]: name } }] })
  }

  /** Moves, resizes or rotates the selection to the given measures; `isRepeat`: the key is held. */
  measure(change: Partial<Measures>, isRepeat = false): void {
    const plan = { edits: measured(this.chosen(), change, this.kinds) }
    this.parts.commits.dispatch(this.parts.repeats.join(plan, 'measure', isRepeat))
  }

  undo(): void {
    this.#dispatch(() => planTravel('undo', this.parts.context()))
  }

  redo(): void {
    this.#dispatch(() => planTravel('redo', this.parts.context()))
  }

  deleteSelection(): void {
    this.#dispatch(() => planDelete(this.parts.context()))
  }

  /**
   * Pastes at a point, else under the pointer or in the middle of the view, or in place. Returns false if the text
   * cannot be pasted.
   */
  paste(text: string, inPlace: boolean, at?: WorldPoint): boolean {
    const plan = planPaste(text, inPlace, { ...this.parts.context(), ...(at ? { pointer: at } : {}) })
    this.#dispatch(plan)
    const [from, { assets }] = [boardOfClip(text), this.options]
    if (plan && from && assets && from !== assets.board) void adoptAssets(from, this.selection, this.parts, assets)
    return plan !== null
  }

  /** Adds image files around a point, else under the pointer or in the middle of the view. */
  addFiles(files: readonly File[], at?: WorldPoint): Promise<void> {
    return addFiles(files, at ?? this.parts.context().pointer, this.parts, this.options).catch(() => this.#failed())
  }

  /** Reads an image file and keeps its bytes, for `addPages`; null: it cannot be read. */
  keepImage(file: File): Promise<AddedImage | null> {
    return keepImage(file, this.options)
  }

  /** Adds pages of a document as one undo step, the first around a point, and shows them. */
  addPages(pages: readonly AddedPage[], at: WorldPoint): void {
    addPages(pages, at, this.parts)
    this.show(this.selection)
  }

  /** Shows another image in place of one. */
  replaceImage(id: ShapeId, file: File): Promise<void> {
    return replaceImage(id, file, this.parts, this.options).catch(() => this.#failed())
  }

  /** A part of the program did not load, or the device did not keep a file. */
  #failed(): void {
    this.options.onProblem?.('image-failed')
  }

  /** Deletes the shapes that show an asset, except locked ones, as one undo step. */
  removeImages(asset: AssetId): void {
    this.#dispatch(() => ({ edits: this.shapesWith(asset).map(({ id }) => ({ type: 'delete', id })) }))
  }

  /** Handles a drop at a point of the window, CSS pixels: adds files, or pastes text. */
  drop(data: DataTransfer, at: ScreenPoint): void {
    const pointer = this.worldAt(at)
    const text = data.getData('text/uri-list') || data.getData('text/plain')
    if (data.files.length > 0) void this.addFiles([...data.files], pointer)
    else this.#dispatch(() => planPaste(text, false, { ...this.parts.context(), pointer }))
  }

  /** Accepts or dismisses the offer after a paste (`EditorState.offer`). */
  answerOffer(accepted: boolean): void {
    this.#dispatch(() => (accepted ? planOffer(this.parts.context()) : { offer: null }))
  }

  /**
   * Edits the text of a shape, or asks for the name of a frame; false when it cannot be edited.
   *
   * @param at where to put the caret, CSS pixels of the window; `all` selects the text
   */
  write(id: ShapeId, at?: ScreenPoint | 'all'): boolean {
    const plan = planWrite(id, at, this.parts.context())
    this.#dispatch(plan)
    return plan !== null
  }

  endWriting(): void {
    this.#dispatch(() => this.parts.text.finish())
  }

  /** Preloads the text editor. */
  prepareWriting(): void {
    this.parts.text.prepare()
  }

  /** Formats the selection in the text editor. */
  format(format: Format): void {
    this.parts.text.format(format)
  }

  dispose(): void {
    this.#clipboard.stop()
    this.parts.dispose()
  }

  #dispatch(plan: Plan | null | (() => Plan | null)): void {
    if (typeof plan === 'function' || plan?.edits || plan?.document) this.parts.repeats.interrupt()
    this.parts.commits.dispatch(plan)
  }
}
