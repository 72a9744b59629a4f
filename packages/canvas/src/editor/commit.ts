import type { Board, BoardChange } from '@inkbridge/board'
import { newShapeId, type ScreenPoint, type Shape, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { nextTo } from '../commands.ts'
import type { Direction, DocumentChange, Plan, UiRequest } from '../plan/plan.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { type Attribution, hasEditableText, hasRoom, selectionBox } from '../shapes.ts'
import { looksSame, pickedFrom, reduce, type State, type World } from '../state/state.ts'
import { firstTool, isAllowed, type Toolbox, type Toolset, type View } from '../tools.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { completePlan } from './complete-plan.ts'
import { viewOf } from './context.ts'
import { applyEdits } from './edits.ts'

/** A plan, or a function that makes one from the state at its turn; null: nothing to do. */
export type Planned = Plan | null | (() => Plan | null)

/** The interface of text editing for commits. Its own plans are dispatched. */
export interface TextEditing {
  /** The shape whose text is being edited; null: none. */
  readonly id: ShapeId | null
  /** Call `finish` before. */
  begin(id: ShapeId, at?: ScreenPoint | 'all'): void
  /** Ends editing. Returns a plan for the rest; null: no text was edited. */
  finish(): Plan | null
  /** Like `finish`, if the shape was locked or deleted. */
  finishIfUneditable(): Plan | null
  focus(): void
  prepare(): void
}

interface CommitOptions {
  readonly board: Board
  readonly scene: Scene
  readonly viewport: Viewport
  readonly tools: Toolset
  readonly toolbox: Toolbox
  readonly text: TextEditing
  attribution(): Attribution
  /** Passes a request of a plan on to the interface. */
  ask(name: UiRequest): void
  /** Carries out the remaining effects of a plan. */
  effects(plan: Plan): void
  /** Called with each visual change of the scene. */
  changed(difference: Difference): void
  /** Called once all dispatched plans are committed, before subscribers. */
  committed(before: State, after: State): void
}

/**
 * Commits plans, one after the other: the document changes, the state is reduced, effects run. What is dispatched
 * meanwhile waits for its turn; then subscribers are notified once. They never see an intermediate state.
 */
export class Commits {
  readonly #options: CommitOptions
  readonly #queue: Planned[] = []
  readonly #listeners = new Set<() => void>()
  readonly #dispose: (() => void)[]
  #state: State
  /** The state last passed to subscribers. */
  #shown: State
  #revision = 0
  #isCommitting = false

  constructor(initial: State, options: CommitOptions) {
    this.#options = options
    this.#state = initial
    this.#reduce({})
    this.#shown = this.#state
    const { board } = options
    this.#dispose = [board.observe((change) => this.#changed(change)), board.observeHistory(() => this.#revise())]
  }

  get state(): State {
    return this.#state
  }

  /** Calls the listener once after each commit that changed the state. */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Commits plans in order, as one commit; during a commit, after it. */
  dispatch(...plans: readonly Planned[]): void {
    this.#queue.push(...plans)
    if (this.#isCommitting) return
    this.#isCommitting = true
    try {
      while (this.#queue.length > 0) this.#commitAll()
    } finally {
      this.#isCommitting = false
    }
  }

  /** Recomputes the state after a change outside of it and the board. */
  refresh(): void {
    this.#revise()
  }

  /** Returns the view for tools. */
  view(): View {
    return viewOf({ state: this.#state, ...this.#options })
  }

  dispose(): void {
    for (const dispose of this.#dispose) dispose()
    this.#listeners.clear()
  }

  #commitAll(): void {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const plan = typeof next === 'function' ? next() : next
      if (plan) this.#commit(plan)
    }
    const before = this.#shown
    this.#shown = this.#state
    this.#options.committed(before, this.#state)
    if (looksSame(before, this.#state)) return
    for (const listener of this.#listeners) listener()
  }

  #commit(asked: Plan): void {
    const { tools, toolbox, text } = this.#options
    if (asked.end) this.#commitEnd(asked.end)
    if (asked.travel) this.#commitTravel(asked.travel)
    if (asked.document) this.#commitEnd('cancel')
    const plan = completePlan(asked, this.#state, (readOnly) => firstTool(tools, readOnly), this.#options.scene)
    const entry = plan.tool === undefined ? undefined : tools.toolOf(plan.tool)
    const next = entry && isAllowed(entry, this.#readOnlyAfter(plan)) ? entry : null
    if (next) this.#leaveTool(plan)
    const pasted = this.#changeDocument(plan)
    this.#reduce({ ...plan, ...(next ? { gesture: false } : {}), ...(pasted ? { selection: pasted } : {}) })
    if (next) toolbox.select(next.name)
    if (entry?.writes) text.prepare()
    this.#runEffects(plan)
    if (asked.beside) this.#commitBeside(asked.beside)
    if (asked.pick) this.#commitPick(asked.pick)
  }

  #commitEnd(how: 'finish' | 'cancel'): void {
    const { toolbox } = this.#options
    const plan = how === 'finish' ? toolbox.finish(this.view()) : toolbox.cancel(this.view())
    if (plan) this.#commit(plan)
  }

  #commitTravel(direction: 'undo' | 'redo'): void {
    const plan = this.#options.toolbox.travel(direction, this.view())
    if (plan) this.#commit(plan)
  }

  /** Finishes or cancels what the tool has begun, with the rights until then. */
  #leaveTool(plan: Plan): void {
    const { toolbox } = this.#options
    const losesRights = this.#readOnlyAfter(plan) && !this.#state.readOnly
    if (losesRights) this.#commitEnd('finish')
    const cancelled = toolbox.cancel(this.view())
    if (cancelled) this.#commit(losesRights ? { ...cancelled, edits: [] } : cancelled)
    this.#commitEnd('finish')
    this.#finishText()
  }

  #readOnlyAfter({ viewing, mayEdit }: Plan): boolean {
    return (viewing ?? this.#state.viewing) || !(mayEdit ?? this.#state.mayEdit)
  }

  /** Applies what a plan changes in the document. Returns the shapes that were pasted, to be selected. */
  #changeDocument({ edits = [], continues = false, afterwards, typed, document }: Plan): readonly ShapeId[] | null {
    const { board } = this.#options
    if (typed && typed.length > 0) board.apply(typed, { continues })
    if (document?.type === 'undo') board.undo()
    if (document?.type === 'redo') board.redo()
    if (this.#state.readOnly) return null
    if (edits.length > 0) applyEdits(edits, this.#options, continues)
    if (afterwards) applyEdits(afterwards, this.#options, false)
    return document?.type === 'paste' ? this.#paste(document) : null
  }

  #paste({ file, middle }: DocumentChange & { readonly type: 'paste' }): readonly ShapeId[] {
    const { board, scene } = this.#options
    const ids = board.paste(file, { x: 0, y: 0 })
    if (middle) this.#centre(ids, middle)
    return ids.filter((id) => scene.get(id))
  }

  /** Moves shapes so that their centre is at a point. */
  #centre(ids: readonly ShapeId[], { x, y }: WorldPoint): void {
    const { scene } = this.#options
    const shapes = ids.flatMap((id) => scene.get(id) ?? [])
    const box = selectionBox(shapes, scene.kinds)
    if (!box) return
    const by = { x: Math.round(x - (box.minX + box.maxX) / 2), y: Math.round(y - (box.minY + box.maxY) / 2) }
    applyEdits(
      shapes.map(({ id, at }) => ({ type: 'place', id, at: { ...at, x: at.x + by.x, y: at.y + by.y } })),
      this.#options,
      true,
    )
  }

  #reduce(plan: Plan): void {
    const { scene, board, viewport, tools } = this.#options
    if (plan.follow !== undefined) viewport.follow(plan.follow)
    if (plan.peers) viewport.setPeers(plan.peers)
    const { camera: now } = this.#state
    const camera = plan.camera ? viewport.move(now, plan.camera, performance.now()) : now
    const { following, followers } = viewport
    const world: World = {
      scene,
      board,
      tools,
      revision: this.#revision,
      camera,
      view: viewport.viewOf(camera),
      following,
      followers,
    }
    this.#state = reduce(this.#state, plan, world)
  }

  #runEffects(plan: Plan): void {
    const { text, effects, ask } = this.#options
    const changes = plan.edits || plan.afterwards || plan.document
    const ending = changes ? text.finishIfUneditable() : null
    if (ending) this.#commit(ending)
    if (plan.style) text.focus()
    if (plan.write) this.#write(plan.write)
    if (plan.ask) ask(plan.ask)
    effects(plan)
  }

  #write({ id, at }: NonNullable<Plan['write']>): void {
    const { scene, text, ask } = this.#options
    const shape = scene.get(id)
    if (this.#state.readOnly || !shape || shape.locked || !hasEditableText(shape, scene.kinds)) return
    if (!hasRoom(shape, scene.kinds)) return ask('frame-name')
    if (text.id === id) return
    this.#finishText()
    text.begin(id, at)
  }

  #finishText(): void {
    const plan = this.#options.text.finish()
    if (plan) this.#commit(plan)
  }

  #commitBeside(direction: Direction): void {
    const { scene, attribution } = this.#options
    const [only] = this.#state.selection.flatMap((id) => scene.get(id) ?? [])
    this.#finishText()
    const next = only && nextTo(only, direction, scene, newShapeId, attribution())
    if (!next) return
    this.#commit({ edits: next.edits, selection: [next.id], write: { id: next.id } })
    const box = scene.box([next.id])
    if (box) this.#commit({ camera: { type: 'reveal', box } })
  }

  /** Applies the style of a picked shape to the selection, and to the next shape of the previous tool. */
  #commitPick({ style }: Shape): void {
    this.#commit({ tool: this.#state.toolBefore })
    this.#commit({ style: pickedFrom(style, this.#state.styles) })
  }

  #changed(change: BoardChange): void {
    const { scene, changed } = this.#options
    changed(scene.apply(change))
    this.#revise()
  }

  /** Reduces again after an outside change: in the current commit, or else in its own. */
  #revise(): void {
    this.#revision += 1
    this.dispatch({})
  }
}
