import { type Board, type BoardChange, parseJson } from '@inkbridge/board'
import {
  type Box,
  type Edit,
  newShapeId,
  type OwnPresence,
  type Peer,
  type Place,
  type PrincipalId,
  parseBoxedKind,
  type ScreenPoint,
  type Shape,
  type ShapeId,
  type StyleChange,
  type WorldPoint,
} from '@inkbridge/types'
import {
  type ActionName,
  type Asked,
  actionNamed,
  type Desk,
  type Direction,
  isOffered,
  type Settings,
} from './actions.ts'
import {
  brought,
  type Camera,
  clampZoom,
  fit,
  overshoot,
  panned,
  shows,
  toWorld,
  type ViewSize,
  viewBox,
  zoomAbout,
} from './camera.ts'
import { type Clipboard, clipText, listenToClipboard } from './clipboard.ts'
import { EdgeScroll } from './edge-scroll.ts'
import { derivedOf, type EditorState, home, stateAtFirst } from './editor-state.ts'
import { Flight } from './flight.ts'
import { connectedTo, nextTo } from './flow.ts'
import { Follower } from './follow.ts'
import { grow, middleOf } from './geometry/box.ts'
import { type Listening, listen } from './input.ts'
import { shortcutOf } from './keys.ts'
import { type Measures, measured, measuresOf } from './measures.ts'
import { paintMinimap } from './minimap.ts'
import { roughly, shownSelection } from './own-presence.ts'
import { paperOf, type Theme } from './palette.ts'
import { pastedWords } from './pasted.ts'
import type { PeerCaret } from './render/carets.ts'
import { createCanvasRenderer, type Renderer } from './render/renderer.ts'
import { Scene } from './scene.ts'
import { search } from './search.ts'
import type { Signed } from './shapes/kind.ts'
import { hasRoom, selectionBox, takesWords, wordsOf } from './shapes.ts'
import { pickedFrom, styleOf, stylesFor, ToolStyles, wholeStyle } from './styles.ts'
import type { Format } from './text/format.ts'
import type { TextLayout } from './text/layout.ts'
import { createPageLayout } from './text/page-layout.ts'
import { Writing } from './text/writing.ts'
import {
  adopted,
  type Draft,
  framed,
  gridSize,
  groupOver,
  type Input,
  type Pointer,
  placeAround,
  type RunningTool,
  runTool,
  type Step,
  shapeOf,
  type ToolName,
  tools,
  type View,
  withContents,
} from './tools.ts'
import { nextUnit, type Units, unitsOf, unitTowards } from './units.ts'

export interface EditorOptions {
  readonly board: Board
  /** Filled by the canvas; positioned by the caller. */
  readonly element: HTMLElement
  readonly theme: Theme
  readonly readOnly: boolean
  /** What lays out text. Default: the page's canvas and fonts. */
  readonly layout?: TextLayout
  /** Asks the browser to show ink without waiting for the page to be composed; some blend it wrongly. */
  readonly lowLatency?: boolean
  /** At most thirty times a second. */
  onPresence(presence: OwnPresence): void
  /** What the keyboard asks of the interface around the canvas. */
  onAction(name: Asked): void
  /** A menu is asked for at a point of the view; what is under it is selected. */
  onMenu?(at: ScreenPoint): void
  /** The name of who draws here; null: not known yet. */
  author?(): string | null
  /** The link of a shape was clicked on. */
  onLink?(link: string): void
  /** Something was not done, in a sentence for the person. */
  onProblem?(message: string): void
}

const presenceEveryMs = 33
const pasteOffset = 16
/** How much of a view Page Up and Page Down go. */
const pagePart = 0.85
/** Between what is typed and the edge of what is seen, and the tools at the bottom of the board, CSS pixels. */
const [caretMargin, caretBottom] = [24, 80]
/** What is said to whoever wrote in it. */
const taken = {
  gone: 'What you were writing in was deleted or hidden by somebody else, with what you wrote. They can undo that.',
  locked: 'What you were writing in was locked by somebody else. What you wrote is there.',
}
/** Between what is selected and a frame around it, world units. */
const frameMargin = 32
/** How near to a shape a menu is asked for, screen pixels. */
const menuReach = 8

/** The engine: wires input to tools, tools to the board, the board to the scene, and all to the renderer. */
export class Editor {
  readonly ready: Promise<void>
  readonly #options: EditorOptions
  readonly #board: Board
  readonly #scene: Scene
  #renderer: Renderer
  readonly #listeners = new Set<() => void>()
  readonly #frameListeners = new Set<() => void>()
  readonly #styles = new ToolStyles()
  readonly #disposers: (() => void)[] = []
  readonly #settling: (() => void)[] = []
  #state: EditorState
  #tool: RunningTool
  #temporary: { readonly name: ToolName; readonly tool: RunningTool } | null = null
  #theme: Theme
  #size: ViewSize = { width: 1, height: 1 }
  #covered = 0
  #peers: readonly Peer[] = []
  readonly #follower: Follower
  #draft: Draft = {}
  #pointer: WorldPoint | null = null
  #cursor: string | null = null
  #spaceHeld = false
  #lowLatency = false
  /** The gesture under way has made edits: the next ones belong to the same undo step. */
  #edited = false
  #frame = 0
  #listening: Listening | null = null
  #presenceTimer: ReturnType<typeof setTimeout> | null = null
  readonly #edge = new EdgeScroll()
  /** What the pointer of a drag did last. */
  #dragged: (Input & { readonly type: 'move' }) | null = null
  /** May not edit, by role; `state.readOnly` is that, or what was chosen. */
  #mayEdit = true
  #lastShape: ToolName = 'rect'
  /** The tool before one that is used once. */
  #toolBefore: ToolName = 'select'
  #copiedStyle: StyleChange | null = null
  #clipboard: Clipboard | null = null
  #flight: Flight | null = null
  readonly #writing: Writing
  #searched = ''

  constructor(options: EditorOptions) {
    const { board, element, theme, readOnly } = options
    this.#options = options
    this.#board = board
    this.#theme = theme
    this.#scene = new Scene(board.shapes(), options.layout ?? createPageLayout())
    this.#follower = new Follower(board.doc.clientID)
    this.#renderer = this.#makeRenderer(options.lowLatency ?? false)
    const tool: ToolName = readOnly ? 'hand' : 'pen'
    this.#tool = runTool(tool)
    this.#mayEdit = !readOnly
    this.#state = stateAtFirst(tool, readOnly, this.#scene)
    this.#writing = new Writing({
      board,
      scene: this.#scene,
      element,
      onChange: () => this.#written(),
      onUndo: () => this.undo(),
      onRedo: () => this.redo(),
      onLink: () => options.onAction('link'),
      onNext: () => this.#nextTo('right'),
      onTaken: (how) => options.onProblem?.(taken[how]),
    })
    this.#listen(element)
    this.#set({})
    this.ready = new Promise((resolve) => requestAnimationFrame(() => resolve()))
  }

  get camera(): Camera {
    return this.#state.camera
  }

  /** Goes there at once; nobody is followed any more. */
  set camera(camera: Camera) {
    this.#flight = null
    this.follow(null)
    this.#set({ camera: { ...camera, zoom: clampZoom(camera.zoom) } })
  }

  /** What lays out text on the board. */
  get layout(): TextLayout {
    return this.#scene.layout
  }

  get selection(): readonly ShapeId[] {
    return this.#state.selection
  }

  set selection(ids: readonly ShapeId[]) {
    this.#set({ selection: ids.filter((id) => this.#scene.get(id)) })
  }

  /** What one sets for all boards: `preferences` of the interface keep it. */
  configure(change: Partial<Settings>): void {
    this.#set({ settings: { ...this.#state.settings, ...change } })
  }

  state(): EditorState {
    return this.#state
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** This update is about to be applied to the board's document: what draws beside the page begins with it at once. */
  expect(update: Uint8Array): void {
    this.#renderer.expect(update)
  }

  /** Called after each frame that was drawn. */
  observeFrames(listener: () => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  /**
   * Draws all of the board and what of it is in view into a small canvas.
   *
   * @returns the camera it was drawn with, to know where on the board a point of it is; null when nothing is drawn yet
   */
  paintMinimap(canvas: HTMLCanvasElement, size: ViewSize): Camera | null {
    const view = viewBox(this.camera, this.#size)
    return paintMinimap(canvas, size, view, { scene: this.#scene, renderer: this.#renderer, theme: this.#theme })
  }

  /** Brings a point of the board into the middle. */
  lookAt({ x, y }: WorldPoint): void {
    const { zoom } = this.camera
    this.camera = { x: x - this.#size.width / zoom / 2, y: y - this.#size.height / zoom / 2, zoom }
  }

  /** Resolves when everything in view is drawn and sharp. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settling.push(resolve)
      this.#invalidate()
    })
  }

  setTool(tool: ToolName): void {
    const entry = tools.find(({ name }) => name === tool)
    if (this.#state.readOnly && entry?.group !== 'look') return
    this.#cancel()
    this.#finish()
    this.#writing.end()
    if (tool === 'text' || tool === 'note') this.#writing.prepare()
    if (parseBoxedKind(tool)) this.#lastShape = tool
    if (this.#state.tool !== tool) this.#toolBefore = this.#state.tool
    this.#tool = runTool(tool)
    this.#cursor = null
    this.#draft = {}
    const keeps = tool === 'select' || tool === 'lasso' || tool === 'eyedropper'
    this.#set({ tool, ...(keeps ? {} : { selection: [], entered: null }) })
  }

  setStyle(change: StyleChange): void {
    const { selection, tool } = this.#state
    if (selection.length > 0) this.#apply(selection.map((id) => ({ type: 'style', id, style: change })))
    this.#styles.change(tool, change)
    this.#set({})
    this.#writing.focus()
  }

  /**
   * Writes in a shape, or asks for the name of a frame; false when nobody can.
   *
   * @param at where one pressed, CSS pixels of the window, or all is selected
   */
  write(id: ShapeId, at?: ScreenPoint | 'all'): boolean {
    const shape = this.#scene.get(id)
    if (this.#state.readOnly || !shape || shape.locked || !takesWords(shape)) return false
    if (this.#state.tool !== 'select') this.setTool('select')
    this.selection = [id]
    if (hasRoom(shape)) return this.#writing.begin(id, at)
    this.#options.onAction('frame-name')
    return true
  }

  /** The box of the shape that is written in, CSS pixels of the view; null: none is. */
  writtenBox(): Box | null {
    const { writing } = this.#state
    const box = writing && this.#scene.box([writing.id])
    if (!box) return null
    const { x, y, zoom } = this.camera
    const across = (value: number) => (value - x) * zoom
    const down = (value: number) => (value - y) * zoom
    return { minX: across(box.minX), minY: down(box.minY), maxX: across(box.maxX), maxY: down(box.maxY) }
  }

  /** What is written in a shape, a line of it as it is shown after the other. */
  lines(id: ShapeId): readonly string[] {
    const shape = this.#scene.get(id)
    const words = shape?.text && wordsOf(shape, this.layout)
    const paragraphs = shape?.text?.map(({ runs }) => runs.map(({ text }) => text).join('')) ?? []
    return words ? words.laid.lines.map(({ paragraph, from, to }) => paragraphs[paragraph]?.slice(from, to) ?? '') : []
  }

  /** Loads what writing needs, before somebody writes. */
  prepareWriting(): void {
    this.#writing.prepare()
  }

  /** Ends what is being written. */
  endWriting(): void {
    this.#writing.end()
  }

  /** Says something of the text that is being written, as far as it is selected. */
  format(format: Format): void {
    this.#writing.format(format)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#invalidate()
  }

  /** By role: who may not edit has the tools that change nothing. */
  setReadOnly(readOnly: boolean): void {
    this.#mayEdit = !readOnly
    this.#look(this.#state.viewing)
  }

  #look(viewing: boolean): void {
    const readOnly = viewing || !this.#mayEdit
    const before = this.#state.readOnly
    if (before === readOnly && viewing === this.#state.viewing) return
    if (readOnly) this.#finish()
    this.#set({ readOnly, viewing })
    if (before !== readOnly) this.setTool(readOnly ? 'hand' : 'pen')
  }

  /** So much of the view is covered at its right by what floats above it, CSS pixels: what keys select is shown beside. */
  setCovered(covered: number): void {
    this.#covered = covered
  }

  /** Asks the browser to show ink without waiting for the page to be composed, or no longer. */
  setLowLatency(lowLatency: boolean): void {
    if (lowLatency === this.#lowLatency) return
    this.#renderer.dispose()
    this.#renderer = this.#makeRenderer(lowLatency)
    this.#renderer.resize(this.#size, window.devicePixelRatio || 1)
    this.#invalidate()
  }

  setPenMode(penMode: boolean): void {
    if (penMode !== this.#state.penMode) this.#set({ penMode })
  }

  setPeers(peers: readonly Peer[]): void {
    const { isFollowed, clientId } = this.#follower
    this.#peers = peers
    this.#follower.take(peers)
    this.#showFollowed()
    if (this.#follower.isFollowed !== isFollowed || this.#follower.clientId !== clientId) this.#sendPresence()
    this.#invalidate()
  }

  /** Shows what a person sees, until one looks elsewhere or draws; null: no longer. */
  follow(person: PrincipalId | null): void {
    if (person === this.#follower.person) return
    this.#flight = null
    this.#follower.follow(person)
    this.#showFollowed()
    this.#sendPresence()
  }

  zoomBy(factor: number): void {
    this.zoomTo((this.#flight?.to ?? this.camera).zoom * factor)
  }

  zoomTo(zoom: number): void {
    this.#fly(zoomAbout(this.camera, { x: this.#size.width / 2, y: this.#size.height / 2 }, zoom))
  }

  zoomToFit(): void {
    this.#flyTo(this.#scene.box())
  }

  /** Brings what is drawn into view, unless it is there, or somebody has begun to look around or to draw. */
  showContent(): void {
    const box = this.#scene.box()
    const untouched = this.camera === home && !this.#state.gesture && !this.#state.canUndo
    if (box && untouched && !shows(this.camera, this.#size, box)) this.camera = fit(box, this.#size)
  }

  /** All that is not hidden, as it is shown, bottom to top. */
  shapes(): readonly Shape[] {
    return this.#scene.all()
  }

  /** Selects shapes and brings them into view. */
  show(ids: readonly ShapeId[]): void {
    const there = ids.filter((id) => this.#scene.get(id))
    if (there.length === 0) return
    if (!this.#state.readOnly) this.setTool('select')
    this.selection = there
    const box = this.#scene.box(there)
    if (box) this.camera = fit(box, this.#size)
  }

  /** Looks for words in what is shown; the first is shown. Nothing: the search is over. */
  search(words: string): void {
    const all = search(this.#scene.all(), words)
    this.#searched = words
    this.#set({ found: words.trim() === '' ? null : { all, at: 0 } })
    this.showFound(0)
  }

  /** Shows what was found so much further on, and after the last the first. */
  showFound(by: number): void {
    const { found } = this.#state
    if (!found || found.all.length === 0) return
    const at = (found.at + by + found.all.length) % found.all.length
    this.#set({ found: { ...found, at } })
    const shown = found.all[at]
    const box = shown && this.#scene.box([shown.id])
    if (!box || shows(this.camera, this.#size, box)) return
    const { zoom } = this.camera
    const middle = middleOf(box)
    const { width, height } = this.#size
    // As near as one is, unless nobody could read it.
    const near = Math.max(0.5, Math.min(zoom, 1.5))
    this.#fly({ x: middle.x - width / near / 2, y: middle.y - height / near / 2, zoom: near })
  }

  /** Where the marks of shapes lead; null: nowhere. */
  setLink(ids: readonly ShapeId[], link: string | null): void {
    this.#apply(ids.map((id) => ({ type: 'link', id, link })))
  }

  /** Position, size and angle of what is selected; null when nothing is. */
  measures(): Measures | null {
    return measuresOf(this.#units().chosen)
  }

  /** Moves, resizes or turns what is selected, so that it measures that. */
  measure(change: Partial<Measures>): void {
    this.#apply(measured(this.#units().chosen, change))
  }

  undo(): void {
    this.#cancel()
    this.#board.undo()
    this.#writing.endIfTaken()
  }

  redo(): void {
    this.#cancel()
    this.#board.redo()
    this.#writing.endIfTaken()
  }

  /** All that is not locked; in a group that is entered, all of that. */
  selectAll(): void {
    const { entered } = this.#state
    const inGroup = entered && this.#board.membersOf(entered).flatMap((id) => this.#scene.get(id) ?? [])
    this.setTool('select')
    this.selection = (inGroup ?? this.#scene.all()).filter(({ locked }) => !locked).map(({ id }) => id)
  }

  deleteSelection(): void {
    this.#apply([...this.#wholeSelection(), ...this.#state.groups].map((id) => ({ type: 'delete', id })))
  }

  duplicateSelection(): void {
    if (this.#state.readOnly) return
    const chosen = this.selection.length
    const copies = this.#board.duplicate(this.#wholeSelection(), { x: pasteOffset, y: pasteOffset })
    this.setTool('select')
    this.selection = copies.slice(0, chosen)
  }

  /** What is selected, as text to be pasted on any board; null when there is nothing. */
  copy(): string | null {
    return this.selection.length > 0 ? this.#board.copy(this.#wholeSelection()) : null
  }

  /** What is selected, and what is in frames that are. */
  #wholeSelection(): readonly ShapeId[] {
    return withContents(this.selection, { groups: this.#board })
  }

  /** What a frame is called. */
  setFrameName(id: ShapeId, name: string): void {
    this.#apply([{ type: 'name', id, name }])
  }

  #makeFrame({ x, y, w, h }: Place): void {
    const id = newShapeId()
    const style = this.#styles.of('frame')
    const view = { scene: this.#scene, groups: this.#board, style }
    this.#apply(framed(id, { x, y, w, h, rotation: 0 }, view))
    this.#handOver([id])
    this.#flyTo(this.#scene.box([id]))
  }

  /**
   * Adds what was copied, in the middle of the view or under the pointer, or where it was.
   *
   * @returns false when the text is none of ours
   */
  paste(text: string, inPlace: boolean): boolean {
    if (this.#state.readOnly) return false
    const file = clipText(text)
    if (!file) return this.#pasteWords(text)
    const parsed = parseJson(file)
    if (!parsed.ok) {
      this.#options.onProblem?.(parsed.problem.message)
      return true
    }
    const ids = this.#board.paste(parsed.value, { x: 0, y: 0 })
    const box = selectionBox(ids.flatMap((id) => this.#scene.get(id) ?? []))
    if (box && !inPlace) {
      const view = viewBox(this.camera, this.#size)
      const to = this.#pointer ?? middleOf(view)
      const by = { x: Math.round(to.x - middleOf(box).x), y: Math.round(to.y - middleOf(box).y) }
      const shapes = ids.flatMap((id) => this.#scene.get(id) ?? [])
      this.#apply(
        shapes.map(({ id, at }) => ({ type: 'place', id, at: { ...at, x: at.x + by.x, y: at.y + by.y } })),
        true,
      )
    }
    this.setTool('select')
    this.selection = ids
    return true
  }

  /** False when there are no words. */
  #pasteWords(text: string): boolean {
    if (text.trim() === '') return false
    const to = this.#pointer ?? middleOf(viewBox(this.camera, this.#size))
    const styleOf = (kind: 'note' | 'text') => this.#styles.of(kind)
    const edits = pastedWords(text, to, { ...this.#signed(), newId: newShapeId, styleOf })
    this.#apply(edits)
    this.setTool('select')
    this.selection = edits.flatMap((edit) => (edit.type === 'create' ? [edit.shape.id] : []))
    return true
  }

  /** True when the key was one of ours. */
  handleKey(event: KeyboardEvent): boolean {
    const shortcut = shortcutOf(event)
    if (!shortcut) return false
    if ('actions' in shortcut) return shortcut.actions.some((name) => this.act(name, event.shiftKey))
    this.setTool(shortcut.tool)
    return true
  }

  /** Does what a key, a menu or a button asks for, if it makes sense now; `far`: Shift was held. */
  act(name: ActionName, far = false): boolean {
    const action = actionNamed(name)
    return isOffered(action, this.#state.facts) && action.run(this.#desk(far)) !== false
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    if (this.#presenceTimer) clearTimeout(this.#presenceTimer)
    for (const dispose of this.#disposers) dispose()
    this.#writing.end()
    this.#renderer.dispose()
    this.#listeners.clear()
  }

  #makeRenderer(lowLatency: boolean): Renderer {
    this.#lowLatency = lowLatency
    const invalidate = () => this.#invalidate()
    const { element, board } = this.#options
    return createCanvasRenderer({ element, doc: board.doc, scene: this.#scene, lowLatency, invalidate })
  }

  #listen(element: HTMLElement): void {
    const resize = new ResizeObserver(() => this.#resize(element))
    resize.observe(element)
    const holdSpace = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, button, [contenteditable], [role=dialog]')
      if (event.code !== 'Space' || (typing && event.type === 'keydown')) return
      this.#spaceHeld = event.type === 'keydown'
      if (this.#spaceHeld) event.preventDefault()
      this.#showCursor()
    }
    window.addEventListener('keydown', holdSpace)
    window.addEventListener('keyup', holdSpace)
    const keyboard = () => this.#keepCaretInView()
    window.visualViewport?.addEventListener('resize', keyboard)
    this.#disposers.push(
      () => window.visualViewport?.removeEventListener('resize', keyboard),
      () => resize.disconnect(),
      () => window.removeEventListener('keydown', holdSpace),
      () => window.removeEventListener('keyup', holdSpace),
      this.#board.observe((change) => this.#changed(change)),
      this.#board.observeHistory(() => this.#set({})),
      this.layout.observe(() => this.#setWords()),
      () => this.#listening?.stop(),
      () => this.#clipboard?.stop(),
    )
    this.#clipboard = listenToClipboard({
      copy: () => this.copy(),
      cut: () => this.deleteSelection(),
      paste: (text, inPlace) => this.paste(text, inPlace),
      problem: (message) => this.#options.onProblem?.(message),
    })
    this.#listening = listen(
      element,
      (at) => toWorld(at, this.camera),
      { isSpaceHeld: () => this.#spaceHeld, isPenMode: () => this.#state.penMode },
      {
        pending: () => this.#invalidate(),
        input: (input, temporary) => this.#input(input, temporary),
        pan: (dx, dy) => {
          this.camera = panned(this.camera, dx, dy)
        },
        zoom: (at: ScreenPoint, factor) => {
          this.camera = zoomAbout(this.camera, at, this.camera.zoom * factor)
        },
        pen: () => this.setPenMode(true),
        menu: (at) => this.#menu(at),
        hover: (point) => {
          this.#pointer = point
          this.#sendPresence()
        },
      },
    )
    this.#resize(element)
  }

  #resize(element: HTMLElement): void {
    const { width, height } = element.getBoundingClientRect()
    this.#size = { width: Math.max(1, width), height: Math.max(1, height) }
    this.#renderer.resize(this.#size, window.devicePixelRatio || 1)
    this.#sendPresence()
    // At once: a canvas of another size is black until it is drawn on.
    this.#draw(performance.now())
  }

  #changed(change: BoardChange): void {
    this.#renderer.changed(this.#scene.take(change))
    // What was found may have gone, or be elsewhere in its text.
    if (this.#state.found) {
      const all = search(this.#scene.all(), this.#searched)
      this.#set({ found: { all, at: Math.min(this.#state.found.at, Math.max(0, all.length - 1)) } })
    }
    const gone = change.removed.length > 0 || change.changed.some(({ hidden }) => hidden)
    const selection = gone ? this.selection.filter((id) => this.#scene.get(id)) : this.selection
    this.#set({ selection })
  }

  /** What text is laid out with has come. */
  #setWords(): void {
    this.#scene.setWords()
    this.#renderer.setWords()
    this.#set({})
  }

  #written(): void {
    this.#sendPresence()
    this.#set({ writing: this.#writing.now })
    this.#keepCaretInView()
  }

  /** What is typed is seen: also over a keyboard that comes up from below, and beside what floats above the board. */
  #keepCaretInView(): void {
    const caret = this.#writing.caretOnScreen()
    if (!caret) return
    const { left, top } = this.#options.element.getBoundingClientRect()
    const { height, offsetTop } = window.visualViewport ?? { height: window.innerHeight, offsetTop: 0 }
    const above = offsetTop - top
    const { dx, dy } = overshoot(
      { minX: caret.left - left, minY: caret.top - top, maxX: caret.right - left, maxY: caret.bottom - top },
      {
        minX: caretMargin,
        minY: above + caretMargin,
        maxX: this.#size.width - this.#covered - caretMargin,
        maxY: Math.min(above + height - caretMargin, this.#size.height - caretBottom),
      },
    )
    if (dx !== 0 || dy !== 0) this.#set({ camera: panned(this.camera, dx, dy) })
  }

  #input(input: Input, temporary: 'hand' | 'eraser' | null): void {
    this.#flight = null
    if (input.type === 'down') {
      if (!temporary) this.#writing.end()
      this.follow(null)
      this.#temporary = temporary ? { name: temporary, tool: runTool(temporary) } : null
      this.#edited = false
      this.#set({ gesture: true })
    }
    const tool = this.#temporary?.tool ?? this.#tool
    if (input.type === 'hold' && !tool.holds) return this.#held(input)
    this.#dragged = input.type === 'move' && this.#state.gesture && tool.drags ? input : null
    this.#edge.drag(this.#dragged?.screen ?? null, performance.now())
    const step = tool.next(input, this.#view())
    this.#take(step)
    if (input.type === 'up' || input.type === 'cancel') {
      this.#temporary = null
      this.#set({ gesture: false })
    }
    this.#end(step)
    this.#showCursor()
  }

  /** A finger that rests where one selects asks for the menu, as a mouse's other button does. */
  #held({ device, screen }: Pointer): void {
    if (this.#state.tool !== 'select' || device === 'mouse' || this.#temporary) return
    this.#cancel()
    this.#menu(screen)
  }

  /** What a tool may look at. */
  #view(): View {
    const { entered, tool, readOnly, settings } = this.#state
    return {
      scene: this.#scene,
      groups: this.#board,
      selection: this.selection,
      entered,
      zoom: this.camera.zoom,
      window: viewBox(this.camera, this.#size),
      style: this.#styles.of(tool),
      textStyle: this.#styles.of('text'),
      arrowStyle: this.#styles.of('arrow'),
      readOnly,
      snaps: settings.snaps,
      grid: settings.grid ? gridSize : null,
      wholly: settings.wholly,
      signed: () => this.#signed(),
      newId: newShapeId,
    }
  }

  /** Carries out a tool's plan. */
  #take({ edits, afterwards, draft, selection, entered, pan, cursor }: Step<unknown>): void {
    if (edits && edits.length > 0) this.#apply(edits, this.#edited)
    this.#edited ||= (edits?.length ?? 0) > 0
    if (afterwards) this.#apply(afterwards)
    if (this.#draft.moved || draft?.moved || this.#draft.laser || draft?.laser) this.#sendPresence()
    this.#draft = draft ?? {}
    this.#cursor = cursor ?? null
    if (pan) this.camera = panned(this.camera, pan.dx, pan.dy)
    if (entered !== undefined) this.#set({ entered })
    if (selection) this.selection = selection
    this.#invalidate()
  }

  /** What a step leads to, when it was the last of what was done with a tool. */
  #end({ done, selection, pick, follow, write, next }: Step<unknown>): void {
    if (done && (!this.#state.keepTool || this.#state.tool === 'lasso')) this.#handOver(selection ?? [])
    if (write) this.write(write.id, write.at)
    if (next) this.#nextTo(next)
    if (pick) this.#pick(pick)
    if (follow) this.#options.onLink?.(follow)
  }

  /** Ends what was begun with the tool and goes on while nothing is pressed; false when nothing was. */
  #finish(): boolean {
    const step = this.#tool.finish(this.#view())
    if (!step) return false
    this.#edited = false
    this.#take(step)
    return true
  }

  /** The style of a shape is that of what is selected, and of the next. */
  #pick({ style }: Shape): void {
    this.setTool(this.#toolBefore)
    this.setStyle(pickedFrom(style, this.#state.styles))
  }

  #handOver(selection: readonly ShapeId[]): void {
    this.setTool('select')
    this.selection = selection
  }

  #apply(edits: readonly Edit[], continues = false): void {
    if (this.#state.readOnly) return
    const allowed = edits.filter((edit) => this.#isFree(edit)).map((edit) => this.#scene.stored(edit))
    const deleted = allowed.flatMap((edit) => (edit.type === 'delete' ? [edit.id] : []))
    const all = deleted.length > 0 ? [...this.#scene.letGo(deleted), ...allowed] : allowed
    if (all.length > 0) this.#board.apply(all, { continues })
    const moved = this.#scene.hasFrames ? allowed.flatMap(movedBy) : []
    const into = moved.length > 0 ? adopted(moved, { scene: this.#scene, groups: this.#board }) : []
    if (into.length > 0) this.#board.apply(into, { continues: true })
    this.#writing.endIfTaken()
  }

  /** What is locked stays as it is, but for being unlocked. */
  #isFree(edit: Edit): boolean {
    return edit.type === 'flags' || !('id' in edit) || !this.#scene.get(edit.id)?.locked
  }

  /** Takes a gesture under way back. */
  #cancel(): void {
    if (this.#state.gesture) this.#input({ type: 'cancel' }, null)
  }

  #menu(at: ScreenPoint): void {
    const shape = this.#scene.at(toWorld(at, this.camera), menuReach / this.camera.zoom, true)
    if (!shape) this.selection = []
    else if (!this.selection.includes(shape.id)) {
      const group = shape.locked ? null : groupOver(shape.id, { groups: this.#board, entered: this.#state.entered })
      this.setTool('select')
      this.selection = group ? this.#board.membersOf(group) : [shape.id]
    }
    this.#options.onMenu?.(at)
  }

  /** What is selected, as what moves together. */
  #units(): Units {
    return unitsOf(this.selection, { scene: this.#scene, groups: this.#board, entered: this.#state.entered })
  }

  #desk(far: boolean): Desk {
    const { chosen, units, members, groups } = this.#units()
    return {
      scene: this.#scene,
      chosen,
      units,
      members,
      groups,
      far,
      newId: newShapeId,
      apply: (edits) => this.#apply(edits),
      undo: () => this.undo(),
      redo: () => this.redo(),
      cut: () => this.#clipboard?.cut(),
      copy: () => this.#clipboard?.copy(),
      paste: (inPlace) => this.#clipboard?.paste(inPlace),
      makeFrame: (w, h) => {
        const { x, y } = middleOf(viewBox(this.camera, this.#size))
        this.#makeFrame({ x: x - w / 2, y: y - h / 2, w, h, rotation: 0 })
      },
      frameSelection: () => {
        const box = selectionBox(chosen)
        if (!box) return
        const { minX, minY, maxX, maxY } = grow(box, frameMargin)
        this.#makeFrame({ x: minX, y: minY, w: maxX - minX, h: maxY - minY, rotation: 0 })
      },
      copyStyle: () => {
        this.#copiedStyle = wholeStyle(styleOf(chosen))
        this.#set({})
      },
      pasteStyle: () => this.#pasteStyle(chosen),
      deleteSelection: () => this.deleteSelection(),
      duplicateSelection: () => this.duplicateSelection(),
      selectAll: () => this.selectAll(),
      selectNext: (by) => this.#select(nextUnit(this.#allUnits(), this.selection, by)),
      selectTowards: (direction) => this.#selectTowards(direction),
      nextTo: (direction) => this.#nextTo(direction),
      enter: () => this.#enter(),
      escape: () => this.#escape(),
      keepTool: () => this.#set({ keepTool: !this.#state.keepTool }),
      lastShapeTool: () => this.setTool(this.#lastShape),
      toggle: (setting) => this.configure({ [setting]: !this.#state.settings[setting] }),
      configure: (change) => this.configure(change),
      toggleViewing: () => this.#look(!this.#state.viewing),
      page: (across, down) => {
        const { width, height } = this.#size
        this.#fly(panned(this.camera, across * width * pagePart, down * height * pagePart))
      },
      zoomBy: (factor) => this.zoomBy(factor),
      zoomTo: (zoom) => this.zoomTo(zoom),
      zoomToFit: () => this.zoomToFit(),
      zoomToSelection: () => this.#flyTo(this.#scene.box(this.selection)),
      ask: (name) => this.#options.onAction(name),
    }
  }

  #pasteStyle(chosen: readonly Shape[]): void {
    const style = this.#copiedStyle
    if (style) this.#apply(chosen.map((shape) => ({ type: 'style', id: shape.id, style: stylesFor(shape, style) })))
  }

  /** Every shape and group that is taken on its own now, and is not locked. */
  #allUnits(): readonly (readonly Shape[])[] {
    const { entered } = this.#state
    const ids = entered ? this.#board.membersOf(entered) : this.#scene.all().map(({ id }) => id)
    return unitsOf(
      ids.filter((id) => !this.#scene.get(id)?.locked),
      { scene: this.#scene, groups: this.#board, entered },
    ).units
  }

  /** Selects and brings into view; false when there is nothing. */
  #select(ids: readonly ShapeId[] | null): boolean {
    if (!ids || ids.length === 0) return false
    if (this.#state.tool !== 'select') this.setTool('select')
    this.selection = ids
    const box = this.#scene.box(ids)
    const to = box && brought(this.camera, this.#size, this.#covered, box)
    if (to && to !== this.camera) this.#fly(to)
    return true
  }

  /** What an arrow leads to in that direction, else what is nearest. */
  #selectTowards(direction: Direction): void {
    const [only, another] = this.#units().chosen
    const connected = only && !another ? connectedTo(only, direction, this.#scene) : null
    this.#select(connected ? [connected] : unitTowards(this.#allUnits(), this.selection, direction))
  }

  #signed(): Signed {
    return { author: this.#options.author?.() ?? null, now: Date.now() }
  }

  /** Another like what is selected or written in, beside it. */
  #nextTo(direction: Direction): void {
    const [only] = this.#units().chosen
    this.#writing.end()
    const next = only && nextTo(only, direction, this.#scene, newShapeId, this.#signed())
    if (!next) return
    this.#apply(next.edits)
    this.#select([next.id])
    this.write(next.id)
  }

  /** Enter: what there is to do. */
  #enter(): boolean {
    if (this.#finish()) {
      if (this.selection.length > 0 && !this.#state.keepTool) this.#handOver(this.selection)
      return true
    }
    const [group] = this.#units().groups
    if (group && this.#state.tool === 'select') {
      this.#set({ entered: group })
      const [first] = this.#allUnits()
      return this.#select(first?.map(({ id }) => id) ?? null)
    }
    const [only, another] = this.#units().chosen
    if (only && !another && this.#state.tool === 'select' && this.write(only.id, 'all')) return true
    const kind = parseBoxedKind(this.#state.tool)
    if (!kind || this.#state.readOnly) return false
    const shape = shapeOf(
      kind,
      newShapeId(),
      placeAround(kind, middleOf(viewBox(this.camera, this.#size))),
      this.#view(),
    )
    this.#apply([{ type: 'create', shape }])
    this.#handOver([shape.id])
    return true
  }

  #escape(): void {
    const { gesture, following, entered, readOnly } = this.#state
    if (gesture) this.#cancel()
    else if (this.#finish()) this.#invalidate()
    else if (following) this.follow(null)
    else if (entered) {
      const [around = null] = this.#board.groupsOf(entered)
      this.#set({ entered: around })
      this.selection = this.#board.membersOf(entered)
    } else if (this.selection.length > 0) this.selection = []
    else this.setTool(readOnly ? 'hand' : 'select')
  }

  #flyTo(box: ReturnType<Scene['box']>): void {
    if (box) this.#fly(fit(box, this.#size))
  }

  #fly(to: Camera): void {
    if (isStill()) {
      this.camera = to
      return
    }
    this.follow(null)
    this.#flight = new Flight(this.camera, to, performance.now())
    this.#invalidate()
  }

  #showCursor(): void {
    const shown =
      this.#spaceHeld && !this.#state.gesture
        ? 'grab'
        : (this.#cursor ?? this.#temporary?.tool.cursor ?? this.#tool.cursor)
    this.#options.element.dataset.cursor = shown
  }

  #set(change: Partial<EditorState>): void {
    const before = this.#state
    const merged = { ...before, ...change }
    if (change.selection && merged.entered) merged.entered = this.#stillIn(merged.entered, change.selection)
    const { selection, camera } = merged
    // Where one looks changes sixty times a second, and nothing else with it.
    const onlyMoved = Object.keys(change).every((key) => key === 'camera') && change.camera !== undefined
    this.#state = {
      ...merged,
      ...(onlyMoved ? {} : derivedOf(merged, this.#scene, this.#board, this.#styles, this.#copiedStyle !== null)),
      lost: this.#scene.size > 0 && !this.#scene.hasAny(viewBox(camera, this.#size)),
    }
    if (before.selection !== selection || before.camera !== camera) this.#sendPresence()
    this.#invalidate()
    for (const listener of this.#listeners) listener()
  }

  /** A group is left when something else is selected, and when it is gone. */
  #stillIn(entered: ShapeId, selection: readonly ShapeId[]): ShapeId | null {
    const members = this.#board.membersOf(entered)
    return members.length > 0 && selection.every((id) => members.includes(id)) ? entered : null
  }

  #sendPresence(): void {
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = null
      const { isFollowed, clientId } = this.#follower
      this.#options.onPresence({
        cursor: this.#pointer,
        ...shownSelection(this.selection, this.#scene, this.#draft),
        following: clientId,
        view: isFollowed ? roughly(viewBox(this.camera, this.#size)) : null,
        laser: this.#draft.laser !== undefined,
        caret: this.#writing.caret,
      })
    }, presenceEveryMs)
  }

  #showFollowed(): void {
    const { person: following, followers } = this.#follower
    if (following !== this.#state.following || followers.join() !== this.#state.followers.join())
      this.#set({ following, followers })
  }

  #invalidate(): void {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now))
  }

  #draw(now: number): void {
    this.#frame = 0
    // What a hand did since the last frame is in this one.
    this.#listening?.flush()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (this.#flight) this.#advance(this.#flight, now)
    const scrolled = this.#scrollAtEdge(now)
    const followed = this.#follower.person && this.#follower.step(this.camera, this.#size, now, isStill())
    if (followed) this.#set({ camera: followed })
    const { camera, selection, tool, readOnly, entered, groups, writing } = this.#state
    this.#writing.show(camera, this.#theme)
    const overlay = {
      selection,
      groups: groups.map((group) => this.#board.membersOf(group)),
      entered: entered ? this.#board.membersOf(entered) : [],
      draft: this.#draft,
      peers: this.#peers,
      carets: this.#peers.flatMap((peer) => this.#caretOf(peer) ?? []),
      composing: this.#writing.composing,
      found: this.#state.found,
      handles: tool === 'select' && !readOnly && !writing,
    }
    const { sharp, still } = this.#renderer.draw({
      ...overlay,
      camera,
      theme: this.#theme,
      paper: paperOf(this.#state.settings.paper, this.#theme),
      now,
      exact: this.#settling.length > 0,
    })
    if (sharp && !this.#flight) for (const resolve of this.#settling.splice(0)) resolve()
    if (!sharp || !still || this.#flight || followed || scrolled) this.#invalidate()
    for (const listener of this.#frameListeners) listener()
  }

  /** Where another types, as far as that is known. */
  #caretOf({ caret, user }: Peer): PeerCaret | null {
    if (!caret) return null
    const [anchor, head] = [caret.anchor, caret.head].map((position) => this.#board.textPlace(caret.id, position))
    return anchor && head ? { id: caret.id, anchor, head, user } : null
  }

  /** A drag goes on while the board moves under it; false when that is where it was. */
  #scrollAtEdge(now: number): boolean {
    const by = this.#edge.step(this.#size, now)
    const input = this.#dragged
    if (!by || !input) return false
    this.camera = panned(this.camera, by.dx, by.dy)
    const point = toWorld(input.screen, this.camera)
    this.#input({ ...input, point, samples: [{ ...point, pressure: null, time: now }], predicted: [], at: now }, null)
    return true
  }

  #advance(flight: Flight, now: number): void {
    if (flight.isOver(now)) this.#flight = null
    this.#set({ camera: flight.at(now) })
  }
}

/** What is somewhere else after an edit, and so perhaps over a frame; a frame that is made takes in what is to be in it. */
function movedBy(edit: Edit): readonly ShapeId[] {
  switch (edit.type) {
    case 'create':
      return edit.shape.kind === 'frame' ? [] : [edit.shape.id]
    case 'copy':
      return edit.copies
    case 'place':
    case 'points':
    case 'bind':
    case 'ink-seal':
      return [edit.id]
    default:
      return []
  }
}

/** Nothing is to move by itself. */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
