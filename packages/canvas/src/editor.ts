import type { Board, BoardChange } from '@inkbridge/board'
import {
  type Box,
  type Edit,
  newShapeId,
  type OwnPresence,
  type Peer,
  type PrincipalId,
  type ScreenPoint,
  type ShapeId,
  type StyleChange,
  type WorldPoint,
} from '@inkbridge/types'
import { type ActionName, type Asked, actionNamed, type Desk, isOffered } from './actions.ts'
import {
  between,
  type Camera,
  clampZoom,
  fit,
  panned,
  shows,
  toWorld,
  type ViewSize,
  viewBox,
  zoomAbout,
} from './camera.ts'
import { derivedOf, type EditorState, home, stateAtFirst } from './editor-state.ts'
import { Follower } from './follow.ts'
import { type Listening, listen } from './input.ts'
import { shortcutOf } from './keys.ts'
import { paintMinimap } from './minimap.ts'
import type { Theme } from './palette.ts'
import { createCanvasRenderer, type Renderer } from './render/renderer.ts'
import { Scene } from './scene.ts'
import { ToolStyles } from './styles.ts'
import {
  type Draft,
  type Input,
  type RunningTool,
  runTool,
  type Step,
  selectionBox,
  type ToolName,
  tools,
} from './tools.ts'

export interface EditorOptions {
  readonly board: Board
  /** Filled by the canvas; positioned by the caller. */
  readonly element: HTMLElement
  readonly theme: Theme
  readonly readOnly: boolean
  /** Asks the browser to show ink without waiting for the page to be composed; some blend it wrongly. */
  readonly lowLatency?: boolean
  /** At most thirty times a second. */
  onPresence(presence: OwnPresence): void
  /** What the keyboard asks of the interface around the canvas. */
  onAction(name: Asked): void
  /** A menu is asked for at a point of the view; what is under it is selected. */
  onMenu?(at: ScreenPoint): void
}

const presenceEveryMs = 33
/** More selected shapes than these are shown to others as one box. */
const maxNamed = 200
const cameraMs = 160
const pasteOffset = 16
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
  #flight: { readonly from: Camera; readonly to: Camera; readonly start: number } | null = null

  constructor(options: EditorOptions) {
    const { board, element, theme, readOnly } = options
    this.#options = options
    this.#board = board
    this.#theme = theme
    this.#scene = new Scene(board.shapes())
    this.#follower = new Follower(board.doc.clientID)
    this.#renderer = this.#makeRenderer(options.lowLatency ?? false)
    const tool: ToolName = readOnly ? 'hand' : 'pen'
    this.#tool = runTool(tool)
    this.#state = stateAtFirst(tool, readOnly, this.#scene)
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

  get selection(): readonly ShapeId[] {
    return this.#state.selection
  }

  set selection(ids: readonly ShapeId[]) {
    this.#set({ selection: ids.filter((id) => this.#scene.get(id)) })
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
    if (this.#state.readOnly && tools.find(({ name }) => name === tool)?.group !== 'move') return
    this.#cancel()
    this.#tool = runTool(tool)
    this.#cursor = null
    this.#set({ tool, ...(tool === 'select' || tool === 'lasso' ? {} : { selection: [] }) })
  }

  setStyle(change: StyleChange): void {
    const { selection, tool } = this.#state
    if (selection.length > 0) this.#apply(selection.map((id) => ({ type: 'style', id, style: change })))
    this.#styles.change(tool, change)
    this.#set({})
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#invalidate()
  }

  setReadOnly(readOnly: boolean): void {
    if (readOnly === this.#state.readOnly) return
    this.#set({ readOnly })
    this.setTool(readOnly ? 'hand' : 'pen')
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

  undo(): void {
    this.#cancel()
    this.#board.undo()
  }

  redo(): void {
    this.#cancel()
    this.#board.redo()
  }

  selectAll(): void {
    this.setTool('select')
    this.selection = this.#scene.all().map(({ id }) => id)
  }

  deleteSelection(): void {
    this.#apply(this.selection.map((id) => ({ type: 'delete', id })))
  }

  duplicateSelection(): void {
    if (this.#state.readOnly) return
    const copies = this.#board.duplicate(this.selection, { x: pasteOffset, y: pasteOffset })
    this.setTool('select')
    this.selection = copies
  }

  /** True when the key was one of ours. */
  handleKey(event: KeyboardEvent): boolean {
    const shortcut = shortcutOf(event)
    if (!shortcut) return false
    if ('action' in shortcut) return this.act(shortcut.action, event.shiftKey)
    this.setTool(shortcut.tool)
    return true
  }

  /** Does what a key, a menu or a button asks for, if it makes sense now; `far`: Shift was held. */
  act(name: ActionName, far = false): boolean {
    const action = actionNamed(name)
    const offered = isOffered(action, this.selection.length, this.#state.readOnly)
    if (offered) action.run(this.#desk(far))
    return offered
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    if (this.#presenceTimer) clearTimeout(this.#presenceTimer)
    for (const dispose of this.#disposers) dispose()
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
    this.#disposers.push(
      () => resize.disconnect(),
      () => window.removeEventListener('keydown', holdSpace),
      () => window.removeEventListener('keyup', holdSpace),
      this.#board.observe((change) => this.#changed(change)),
      this.#board.observeHistory(() => this.#set({})),
      () => this.#listening?.stop(),
    )
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
    const difference = this.#scene.take(change)
    this.#renderer.changed(
      [...change.added, ...change.changed].map(({ id }) => id),
      difference,
    )
    const selection = change.removed.length > 0 ? this.selection.filter((id) => this.#scene.get(id)) : this.selection
    this.#set({ selection })
  }

  #input(input: Input, temporary: 'hand' | 'eraser' | null): void {
    this.#flight = null
    if (input.type === 'down') {
      this.follow(null)
      this.#temporary = temporary ? { name: temporary, tool: runTool(temporary) } : null
      this.#edited = false
      this.#set({ gesture: true })
    }
    const tool = this.#temporary?.tool ?? this.#tool
    if (input.type === 'hold' && !tool.holds) return
    const step = tool.next(input, {
      scene: this.#scene,
      selection: this.selection,
      zoom: this.camera.zoom,
      style: this.#styles.of(this.#state.tool),
      readOnly: this.#state.readOnly,
      newId: newShapeId,
    })
    this.#take(step)
    if (input.type === 'up' || input.type === 'cancel') {
      this.#temporary = null
      this.#set({ gesture: false })
      if (step.done && (!this.#state.keepTool || this.#state.tool === 'lasso')) this.#handOver(step.selection ?? [])
    }
    this.#showCursor()
  }

  /** Carries out a tool's plan. */
  #take({ edits, afterwards, draft, selection, pan, cursor }: Step<unknown>): void {
    if (edits && edits.length > 0) this.#apply(edits, this.#edited)
    this.#edited ||= (edits?.length ?? 0) > 0
    if (afterwards) this.#apply(afterwards)
    if (this.#draft.moved || draft?.moved) this.#sendPresence()
    this.#draft = draft ?? {}
    this.#cursor = cursor ?? null
    if (pan) this.camera = panned(this.camera, pan.dx, pan.dy)
    if (selection) this.selection = selection
    this.#invalidate()
  }

  #handOver(selection: readonly ShapeId[]): void {
    this.setTool('select')
    this.selection = selection
  }

  #apply(edits: readonly Edit[], continues = false): void {
    if (edits.length > 0 && !this.#state.readOnly) this.#board.apply(edits, { continues })
  }

  /** Takes a gesture under way back. */
  #cancel(): void {
    if (this.#state.gesture) this.#input({ type: 'cancel' }, null)
  }

  #menu(at: ScreenPoint): void {
    const shape = this.#scene.at(toWorld(at, this.camera), menuReach / this.camera.zoom)
    if (!shape) this.selection = []
    else if (!this.selection.includes(shape.id)) {
      this.setTool('select')
      this.selection = [shape.id]
    }
    this.#options.onMenu?.(at)
  }

  #desk(far: boolean): Desk {
    const chosen = this.selection.flatMap((id) => this.#scene.get(id) ?? [])
    return {
      scene: this.#scene,
      chosen,
      units: chosen.map((shape) => [shape]),
      far,
      apply: (edits) => this.#apply(edits),
      undo: () => this.undo(),
      redo: () => this.redo(),
      deleteSelection: () => this.deleteSelection(),
      duplicateSelection: () => this.duplicateSelection(),
      selectAll: () => this.selectAll(),
      escape: () => this.#escape(),
      keepTool: () => this.#set({ keepTool: !this.#state.keepTool }),
      zoomBy: (factor) => this.zoomBy(factor),
      zoomTo: (zoom) => this.zoomTo(zoom),
      zoomToFit: () => this.zoomToFit(),
      zoomToSelection: () => this.#flyTo(this.#scene.box(this.selection)),
      ask: (name) => this.#options.onAction(name),
    }
  }

  #escape(): void {
    if (this.#state.gesture) this.#cancel()
    else if (this.#state.following) this.follow(null)
    else if (this.selection.length > 0) this.selection = []
    else this.setTool(this.#state.readOnly ? 'hand' : 'select')
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
    this.#flight = { from: this.camera, to, start: performance.now() }
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
    const { selection, camera } = merged
    // Where one looks changes sixty times a second, and nothing else with it.
    const onlyMoved = Object.keys(change).every((key) => key === 'camera') && change.camera !== undefined
    this.#state = {
      ...merged,
      ...(onlyMoved ? {} : derivedOf(merged, this.#scene, this.#board, this.#styles)),
      lost: this.#scene.size > 0 && !this.#scene.hasAny(viewBox(camera, this.#size)),
    }
    if (before.selection !== selection || before.camera !== camera) this.#sendPresence()
    this.#invalidate()
    for (const listener of this.#listeners) listener()
  }

  #sendPresence(): void {
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = null
      const { isFollowed, clientId } = this.#follower
      const view = isFollowed ? roughly(viewBox(this.camera, this.#size)) : null
      this.#options.onPresence({ cursor: this.#pointer, ...this.#shownSelection(), following: clientId, view })
    }, presenceEveryMs)
  }

  #showFollowed(): void {
    const { person: following, followers } = this.#follower
    if (following !== this.#state.following || followers.join() !== this.#state.followers.join())
      this.#set({ following, followers })
  }

  /** A few shapes by name; many as the box around them, and how far it is dragged. */
  #shownSelection(): OwnPresence {
    const { selection } = this
    if (selection.length <= maxNamed) return { selection, box: null, shift: null }
    const { moved } = this.#draft
    const box = selectionBox(selection.flatMap((id) => this.#scene.get(id) ?? []))
    return { selection: [], box, shift: moved ? { x: moved.dx, y: moved.dy } : null }
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
    const followed = this.#follower.person && this.#follower.step(this.camera, this.#size, now, isStill())
    if (followed) this.#set({ camera: followed })
    const { camera, selection, tool, readOnly } = this.#state
    const overlay = { selection, draft: this.#draft, peers: this.#peers, handles: tool === 'select' && !readOnly }
    const { sharp, still } = this.#renderer.draw({
      ...overlay,
      camera,
      theme: this.#theme,
      now,
      exact: this.#settling.length > 0,
    })
    if (sharp && !this.#flight) for (const resolve of this.#settling.splice(0)) resolve()
    if (!sharp || !still || this.#flight || followed) this.#invalidate()
    for (const listener of this.#frameListeners) listener()
  }

  #advance(
    { from, to, start }: { readonly from: Camera; readonly to: Camera; readonly start: number },
    now: number,
  ): void {
    const part = Math.min(1, Math.max(0, (now - start) / cameraMs))
    if (part === 1) this.#flight = null
    this.#set({ camera: between(from, to, 1 - (1 - part) ** 3) })
  }
}

/** Nothing is to move by itself. */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** To a thousandth of what it shows: as much as others need to know. */
function roughly(box: Box): Box {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-6, box.maxX - box.minX)) - 3)
  const rounded = (value: number) => Number((Math.round(value / unit) * unit).toPrecision(12))
  return { minX: rounded(box.minX), minY: rounded(box.minY), maxX: rounded(box.maxX), maxY: rounded(box.maxY) }
}
