import type { Peer, PrincipalId, ScreenPoint, ShapeId, StyleChange, WorldPoint } from '@inkbridge/types'
import {
  accepting,
  arriving,
  type Command,
  type CommandId,
  deletion,
  dropping,
  finding,
  pasting,
  revealing,
  stepping,
  travelling,
  writing,
} from '../commands.ts'
import type { Theme } from '../display.ts'
import { type Clipboard, listenToClipboard } from '../input.ts'
import type { Plan, Settings, ToolName } from '../plan/plan.ts'
import type { Format } from '../text.ts'
import { type Camera, centredOn, toWorld, type ViewSize } from '../viewport/viewport.ts'
import type { EditorOptions } from './connect.ts'
import { EditorReading } from './editor-reading.ts'
import { type Measures, measured } from './measures.ts'
import { type Asking, runCommand } from './run.ts'

export type { EditorOptions } from './connect.ts'
export type { Measures } from './measures.ts'
export { isOffered } from './register.ts'

/** The engine as a host uses it: what it is asked for becomes a plan, which is committed. */
export class Editor extends EditorReading {
  /** Resolves when it accepts input. */
  readonly ready: Promise<void>
  readonly #clipboard: Clipboard

  constructor(options: EditorOptions) {
    super(options, () => this.#clipboard)
    this.#clipboard = listenToClipboard({
      copy: () => this.copy(),
      cut: () => this.deleteSelection(),
      paste: (text, inPlace, at) => this.paste(text, inPlace, at),
      problem: (problem) => this.#dispatch({ problem }),
      owns: (event) => this.parts.focus.owns(event),
    })
    this.ready = new Promise((resolve) => requestAnimationFrame(() => resolve()))
  }

  get camera(): Camera {
    return this.current.camera
  }

  /** Goes there at once, and follows nobody any more. */
  set camera(to: Camera) {
    this.#dispatch({ camera: { type: 'jump', to } })
  }

  get selection(): readonly ShapeId[] {
    return this.current.selection
  }

  set selection(selection: readonly ShapeId[]) {
    this.#dispatch({ selection })
  }

  /** This update is about to be applied to the board's document: what draws beside the page begins with it at once. */
  expect(update: Uint8Array): void {
    this.parts.screen.expect(update)
  }

  /** Runs a command, if it makes sense now; false: not handled. */
  act(asked: CommandId | Command, how: Asking = {}): boolean {
    return runCommand(asked, how, this.parts)
  }

  /** Keys are the board's from now on, and not those of a button or field that has the focus. */
  focus(): void {
    this.parts.focus.take()
  }

  setTool(tool: ToolName): void {
    this.#dispatch({ tool })
  }

  setStyle(style: StyleChange): void {
    if (this.selection.length === 0) return this.#dispatch({ style })
    this.parts.commits.dispatch(this.parts.repeats.styled(style, performance.now()))
  }

  /** Sets properties of their kinds for all shapes that are selected, as fields of the style panel do. */
  setProps(props: Readonly<Record<string, unknown>>): void {
    this.#dispatch({ edits: this.selection.map((id) => ({ type: 'props', id, props })) })
  }

  /** Preferences for all boards, kept by the interface. */
  configure(settings: Partial<Settings>): void {
    this.#dispatch({ settings })
  }

  /** By role: without editing there are only the tools that change nothing. */
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

  /** Shows what a person sees, until the board is moved or drawn on here; null: no longer. */
  follow(person: PrincipalId | null): void {
    this.#dispatch({ follow: person })
    this.parts.presence.send()
  }

  setTheme(theme: Theme): void {
    this.parts.screen.setTheme(theme)
  }

  /** CSS pixels of the view that panels cover at its right. */
  get covered(): number {
    return this.parts.viewport.covered
  }

  /** What keys select is shown beside what is covered. */
  setCovered(covered: number): void {
    this.parts.viewport.covered = covered
  }

  /** Asks the browser to show ink without waiting for the page to be composed, or no longer. */
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

  /** Brings a point of the board into the middle. */
  lookAt(point: WorldPoint): void {
    this.camera = centredOn(point, this.camera.zoom, this.parts.viewport.size)
  }

  /** Brings the content into view, unless it is there, or the person has moved the board or drawn on it. */
  showContent(): void {
    this.#dispatch(() => arriving(this.parts.context()))
  }

  /** Selects shapes and brings them into view. */
  show(ids: readonly ShapeId[]): void {
    this.#dispatch(() => revealing(ids, this.parts.context()))
  }

  /** Draws the minimap. Returns the camera it was drawn with; null when nothing is drawn yet. */
  paintMinimap(canvas: HTMLCanvasElement, size: ViewSize): Camera | null {
    return this.parts.screen.paintMinimap(canvas, size)
  }

  /** Finds words on the board; the first match is shown. Without words the search ends. */
  search(words: string): void {
    this.#dispatch(() => finding(words, this.parts.context()))
  }

  /** Shows the match that is so many further on; after the last comes the first. */
  showMatch(by: number): void {
    this.#dispatch(() => stepping(by, this.parts.context()))
  }

  /** Sets where the link marks of shapes lead; null: they have none. */
  setLink(ids: readonly ShapeId[], link: string | null): void {
    this.#dispatch({ edits: ids.map((id) => ({ type: 'link', id, link })) })
  }

  rename(id: ShapeId, name: string): void {
    const shape = this.parts.scene.get(id)
    const title = shape && this.kinds.of(shape).title
    if (title !== undefined) this.#dispatch({ edits: [{ type: 'props', id, props: { [title]: name } }] })
  }

  /** Moves, resizes or rotates what is selected, so that it measures that; `isRepeat`: by a key that is still held. */
  measure(change: Partial<Measures>, isRepeat = false): void {
    const plan = { edits: measured(this.chosen(), change, this.kinds) }
    this.parts.commits.dispatch(this.parts.repeats.join(plan, 'measure', isRepeat))
  }

  undo(): void {
    this.#dispatch(() => travelling('undo', this.parts.context()))
  }

  redo(): void {
    this.#dispatch(() => travelling('redo', this.parts.context()))
  }

  deleteSelection(): void {
    this.#dispatch(() => deletion(this.parts.context()))
  }

  /** Adds what was copied, at a point, else under the pointer or in the middle of the view, or in place; false: it cannot be pasted. */
  paste(text: string, inPlace: boolean, at?: WorldPoint): boolean {
    const plan = pasting(text, inPlace, { ...this.parts.context(), ...(at ? { pointer: at } : {}) })
    this.#dispatch(plan)
    return plan !== null
  }

  /** Takes what is dropped at a point of the window, CSS pixels: words; files are refused with a sentence. */
  drop(data: DataTransfer, { x, y }: ScreenPoint): void {
    const { left, top } = this.options.element.getBoundingClientRect()
    const pointer = toWorld({ x: x - left, y: y - top }, this.camera)
    const text = data.getData('text/uri-list') || data.getData('text/plain')
    this.#dispatch(() => dropping({ files: data.files.length, text }, pointer, this.parts.context()))
  }

  /** Does what is offered after something was pasted (`EditorState.offer`), or no longer offers it. */
  answerOffer(accepted: boolean): void {
    this.#dispatch(() => (accepted ? accepting(this.parts.context()) : { offer: null }))
  }

  /**
   * Edits the text of a shape, or asks for the name of a frame; false when it cannot be edited.
   *
   * @param at where it was pressed, CSS pixels of the window, or all of the text is selected
   */
  write(id: ShapeId, at?: ScreenPoint | 'all'): boolean {
    const plan = writing(id, at, this.parts.context())
    this.#dispatch(plan)
    return plan !== null
  }

  endWriting(): void {
    this.#dispatch(() => this.parts.text.finish())
  }

  /** Loads what the text editor needs, before somebody writes. */
  prepareWriting(): void {
    this.parts.text.prepare()
  }

  /** Sets an attribute of the text that is selected in the text editor. */
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
