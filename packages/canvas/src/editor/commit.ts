import type { Board, BoardChange } from '@inkbridge/board'
import { newShapeId, type ScreenPoint, type Shape, type ShapeId, type WorldPoint } from '@inkbridge/types'
import { nextTo } from '../commands.ts'
import type { Asked, Direction, DocumentChange, Plan } from '../plan/plan.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { hasRoom, type Signed, selectionBox, takesWords } from '../shapes.ts'
import { looksSame, pickedFrom, reduce, type State, type World } from '../state/state.ts'
import { firstTool, isAllowed, type Toolbox, type Toolset, type View } from '../tools.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { viewOf } from './context.ts'
import { applyEdits } from './edits.ts'
import { resolved } from './resolve.ts'

/** A plan, or what makes one of the state at its turn; null: nothing is to be done. */
export type Planned = Plan | null | (() => Plan | null)

/** Text editing, as a commit uses it. Its own plans come by `dispatch`. */
export interface TextEditing {
  /** The shape whose text is being edited; null: none. */
  readonly id: ShapeId | null
  /** Call `finish` before. */
  begin(id: ShapeId, at?: ScreenPoint | 'all'): void
  /** Ends it. Returns what is left to be done; null: nothing was edited. */
  finish(): Plan | null
  /** The same where the shape is locked or gone. */
  finishIfTaken(): Plan | null
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
  signed(): Signed
  /** Asks the interface for what a plan asks. */
  ask(name: Asked): void
  /** Carries out what else a plan asks of the world around the canvas. */
  effects(plan: Plan): void
  /** The scene looks different. */
  changed(difference: Difference): void
  /** All that was dispatched is committed; called once, before subscribers. */
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
  /** As subscribers know it. */
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

  /** Called once after each commit that changed something to see. */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Commits plans in their order, as one; during a commit, after it. */
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

  /** Something that the state follows from has changed, beside the board. */
  refresh(): void {
    this.#revise()
  }

  /** What a tool may look at now. */
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
    const plan = resolved(asked, this.#state, (readOnly) => firstTool(tools, readOnly), this.#options.scene)
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

  /** What was begun with the tool ends, with what may be edited until then. */
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

  /** Moves shapes so that they are about a point. */
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
    if (plan.peers) viewport.takePeers(plan.peers)
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
    const taken = changes ? text.finishIfTaken() : null
    if (taken) this.#commit(taken)
    if (plan.style) text.focus()
    if (plan.write) this.#write(plan.write)
    if (plan.ask) ask(plan.ask)
    effects(plan)
  }

  #write({ id, at }: NonNullable<Plan['write']>): void {
    const { scene, text, ask } = this.#options
    const shape = scene.get(id)
    if (this.#state.readOnly || !shape || shape.locked || !takesWords(shape, scene.kinds)) return
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
    const { scene, signed } = this.#options
    const [only] = this.#state.selection.flatMap((id) => scene.get(id) ?? [])
    this.#finishText()
    const next = only && nextTo(only, direction, scene, newShapeId, signed())
    if (!next) return
    this.#commit({ edits: next.edits, selection: [next.id], write: { id: next.id } })
    const box = scene.box([next.id])
    if (box) this.#commit({ camera: { type: 'reveal', box } })
  }

  /** The style of a shape is that of what is selected, and of the next shape of the tool before. */
  #commitPick({ style }: Shape): void {
    this.#commit({ tool: this.#state.toolBefore })
    this.#commit({ style: pickedFrom(style, this.#state.styles) })
  }

  #changed(change: BoardChange): void {
    const { scene, changed } = this.#options
    changed(scene.take(change))
    this.#revise()
  }

  /** Reduces with what is there now: in the commit under way, or else in one of its own. */
  #revise(): void {
    this.#revision += 1
    this.dispatch({})
  }
}
