import type { Board } from '@inkbridge/board'
import { type Edit, type RichText, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { palette, type Theme } from '../display.ts'
import { longLine, offerOfRest, wrapWidth } from '../paste.ts'
import type { Plan, Written } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { type DrawContext, isSizedByText, nextOf, propOf, wordsColorOf, wordsOf } from '../shapes.ts'
import { type Composition, cssFont, type Format, families } from '../text.ts'
import { type Camera, panned } from '../viewport/viewport.ts'
import { panToCaret } from './caret-view.ts'
import type { InitialSelection, OwnCaret, PasteResult, Typing } from './field.ts'
import { KeystrokeBuffer } from './keystroke-buffer.ts'
import { retry } from './retry.ts'

interface WritingOptions {
  readonly board: Board
  readonly scene: Scene
  readonly element: HTMLElement
  /** Commits plans of the text editor. */
  dispatch(plan: Plan | (() => Plan | null)): void
}

/** The problems to report when someone else changed the shape whose text was being edited. */
const interruptions = { gone: 'text-deleted', locked: 'text-locked' } as const

interface Begun extends Written {
  readonly at: InitialSelection | undefined
}

/** Camera and theme. */
interface Shown {
  readonly camera: Camera
  readonly theme: Theme
}

type TypingModule = typeof import('./field.ts')

/** The text editor module, once loaded. */
let loaded: TypingModule | null = null

/** Loads the text editor. */
async function load(): Promise<TypingModule> {
  loaded ??= await import('./field.ts')
  return loaded
}

/** Manages text editing of a shape from start to end. */
export class Writing {
  readonly #options: WritingOptions
  #typing: Typing | null = null
  #buffer: KeystrokeBuffer | null = null
  #isDisposed = false
  #now: Begun | null = null
  #caret: OwnCaret | null = null
  #composing: Composition | null = null
  /** The last camera and theme. */
  #view: Shown | null = null

  constructor(options: WritingOptions) {
    this.#options = options
  }

  get #label(): string {
    return this.#options.scene.layout.labels.text
  }

  /** The caret, for presence. */
  get caret(): (OwnCaret & { readonly id: ShapeId }) | null {
    return this.#now && this.#caret && { id: this.#now.id, ...this.#caret }
  }

  /** Text that an input method has not committed yet. */
  get composing(): (Composition & { readonly id: ShapeId }) | null {
    return this.#now && this.#composing && { id: this.#now.id, ...this.#composing }
  }

  /** Preloads editor and fonts: there may be no network when they are needed. */
  prepare(): void {
    const { layout } = this.#options.scene
    const face = { font: 'hand', size: 20, bold: false, italic: false } as const
    layout.fonts.ready({ css: cssFont(face), text: 'Aa' })
    void layout.load().catch(() => undefined)
    void retry(load, { isWanted: () => !loaded && !this.#isDisposed })
  }

  /** The shape whose text is being edited; null: none. */
  get id(): ShapeId | null {
    return this.#now?.id ?? null
  }

  /** Starts editing; does nothing if the shape has no text. Call `finish` before. */
  begin(id: ShapeId, at?: InitialSelection): void {
    const { board, scene } = this.#options
    if (!scene.get(id) || !board.textOf(id)) return
    this.#now = { id, facts: null, at }
    this.#change()
    if (loaded) this.#open(loaded, this.#now)
    else void this.#await(this.#now)
  }

  /** Buffers keystrokes until the text editor has loaded. */
  async #await(now: Begun): Promise<void> {
    const { element } = this.#options
    const onTab = () => void this.#next(now)
    const buffer = new KeystrokeBuffer({
      element,
      label: this.#label,
      onEnd: () => this.#end(),
      onDone: () => this.#done(now),
      onTab,
    })
    this.#buffer = buffer
    const isWanted = () => this.#buffer === buffer
    const onLate = () => this.#options.dispatch({ problem: 'text-late' })
    const module = await retry(load, { isWanted, onLate })
    await buffer.composed()
    if (this.#buffer !== buffer) return
    if (module) this.#open(module, now)
    else this.#end()
  }

  /** Ends editing. The plan deletes an empty text shape. Null: no text was edited. */
  finish(): Plan | null {
    const now = this.#now
    if (!now) return null
    const kept = this.#flushKeystrokes(now)
    this.#typing?.dispose()
    this.#typing = null
    this.#now = null
    this.#caret = null
    this.#composing = null
    const shape = this.#options.board.get(now.id)
    if (kept || !shape || shape.text || !isSizedByText(shape, this.#options.scene.kinds))
      return { ...kept, writing: null }
    return { typed: [{ type: 'delete', id: now.id }], continues: true, writing: null }
  }

  /** Stops loading. */
  dispose(): void {
    this.#isDisposed = true
  }

  #end(): void {
    this.#options.dispatch(() => this.finish())
  }

  #change(): void {
    this.#options.dispatch(() => ({ writing: this.#now }))
  }

  format(format: Format): void {
    this.#typing?.format(format)
  }

  focus(): void {
    this.#typing?.focus()
  }

  /** Returns a pan that brings the caret into view; null: it is. */
  caretPan(camera: Camera, view: Parameters<typeof panToCaret>[2]): Plan | null {
    const caret = this.#typing?.caret()
    const by = caret && panToCaret(caret, this.#options.element, view)
    if (!by || (by.dx === 0 && by.dy === 0)) return null
    return { camera: { type: 'step', to: panned(camera, by.dx, by.dy) } }
  }

  /** Positions the field over its shape. */
  show(camera: Camera, theme: Theme): void {
    this.#view = { camera, theme }
    const now = this.#now
    if (!now) return
    const shape = this.#options.scene.get(now.id)
    if (!shape || shape.locked) return this.#interrupt(shape ? 'locked' : 'gone')
    if (this.#typing) place(this.#typing, shape, this.#options.scene, { camera, theme })
  }

  /** Ends editing after a local change that deleted or locked the shape. */
  finishIfUneditable(): Plan | null {
    const shape = this.#now && this.#options.scene.get(this.#now.id)
    return this.#now && (!shape || shape.locked) ? this.finish() : null
  }

  #interrupt(how: 'gone' | 'locked'): void {
    const { element, dispatch } = this.#options
    this.#end()
    // Further keystrokes must not become commands until the user notices.
    const end = () => void rest.end()
    const rest = new KeystrokeBuffer({ element, label: this.#label, onEnd: end, onDone: end, onTab: () => undefined })
    rest.onBlur(() => rest.end())
    dispatch({ problem: interruptions[how] })
  }

  /** Mod+Enter. */
  #done(now: Begun): void {
    if (!this.#next(now)) this.#end()
  }

  /** Continues with the next sticky note. Returns false if the shape has no next one. */
  #next({ id }: Begun): boolean {
    const { board, scene, dispatch } = this.#options
    const shape = board.get(id)
    if (!shape || nextOf(shape, scene.kinds)?.isJoined !== false) return false
    dispatch({ beside: 'right' })
    return true
  }

  /** After a paste: wraps long lines, and offers the rest beside the shape. */
  #pasted({ id }: Begun, { longest, rest, all }: PasteResult): void {
    const { scene, dispatch } = this.#options
    const shape = scene.get(id)
    if (!shape) return
    const { at } = shape
    if (isSizedByText(shape, scene.kinds) && !propOf(shape, 'wraps') && longest > longLine) {
      const edit: Edit = { type: 'props', id, props: { wraps: true }, at: { ...at, w: wrapWidth } }
      dispatch({ typed: [edit], continues: true })
    }
    if (rest !== '') dispatch({ offer: offerOfRest(rest, all, at) })
  }

  /** Returns a plan with the buffered keystrokes; null: none. */
  #flushKeystrokes({ id, at }: Begun): Plan | null {
    const words = this.#buffer?.end()
    this.#buffer = null
    const { board, scene } = this.#options
    const shape = board.get(id)
    if (!words || !shape) return null
    const text = at === 'all' || !shape.text ? richText(words) : continued(shape.text, words)
    // A text shape and its first words are one undo step.
    return { typed: [{ type: 'text', id, text }], continues: !shape.text && isSizedByText(shape, scene.kinds) }
  }

  #open({ Typing, typingOrigin }: TypingModule, now: Begun): void {
    const { board, element, dispatch } = this.#options
    const text = board.textOf(now.id)
    if (!text) return this.#end()
    board.trackTyping(typingOrigin)
    this.#typing = new Typing({
      text,
      element,
      label: this.#label,
      kinds: this.#options.scene.kinds.records,
      onCaret: (caret) => {
        this.#caret = caret
        this.#change()
      },
      onComposing: (composition) => {
        this.#composing = composition
        this.#change()
      },
      onFacts: (facts) => {
        if (!this.#now || JSON.stringify(facts) === JSON.stringify(this.#now.facts)) return
        this.#now = { ...this.#now, facts }
        this.#change()
      },
      onLink: () => dispatch({ ask: 'link' }),
      onUndo: () => dispatch({ document: { type: 'undo' } }),
      onRedo: () => dispatch({ document: { type: 'redo' } }),
      onEnd: () => this.#end(),
      onDone: () => this.#done(now),
      onTab: () => this.#next(now),
      onStep: () => board.apply([]),
      onPasted: (pasted) => this.#pasted(now, pasted),
      onProblem: (problem) => dispatch({ problem }),
    })
    // Position it before any input.
    if (this.#view) this.show(this.#view.camera, this.#view.theme)
    this.#typing?.begin(now.at)
    const words = this.#buffer?.end()
    this.#buffer = null
    if (words) this.#typing?.insert(words)
    this.#change()
  }
}

/** Appends typed text to a text. */
function continued(text: RichText, words: string): RichText {
  const [first, ...more] = richText(words)
  const last = text.at(-1)
  if (!first || !last) return [...text, ...richText(words)]
  return [...text.slice(0, -1), { ...last, runs: [...last.runs, ...first.runs] }, ...more]
}

function place(typing: Typing, shape: Shape, context: DrawContext, { camera, theme }: Shown): void {
  const words = wordsOf(shape, context)
  if (!words) return
  const { names, weight, bold } = families[shape.style.font ?? 'hand']
  const { rotation, x, y, w, h } = shape.at
  const { zoom } = camera
  // The transform from the field's pixels to the screen: into the rotated shape, and through the camera.
  const [sin, cos] = [Math.sin(rotation), Math.cos(rotation)]
  const [offX, offY] = [words.x - (x + w / 2), words.y - (y + h / 2)]
  const left = x + w / 2 + offX * cos - offY * sin
  const top = y + h / 2 + offX * sin + offY * cos
  const matrix = [zoom * cos, zoom * sin, -zoom * sin, zoom * cos, (left - camera.x) * zoom, (top - camera.y) * zoom]
  const wraps = context.kinds.of(shape).textRoom?.(shape).wraps ?? true
  typing.show(
    {
      // Rounding must not make the field narrower than its lines.
      width: words.width,
      wraps,
      align: words.align,
      size: words.size,
      names,
      weight,
      bold,
      mono: families.mono.names,
      color: wordsColorOf(shape, { kinds: context.kinds, theme }),
      accent: palette[theme].accent,
    },
    `matrix(${matrix.map((value) => value.toFixed(6)).join(',')})`,
  )
}
