import type { Board, TextPlace } from '@inkbridge/board'
import { type RichText, richText, type Shape, type ShapeId } from '@inkbridge/types'
import type { Camera } from '../camera.ts'
import { colorOf, palette, type Theme } from '../palette.ts'
import type { Scene } from '../scene.ts'
import { wordsOf } from '../shapes.ts'
import { TypedAhead } from './ahead.ts'
import { cssFont, families } from './fonts.ts'
import type { Format, TextFacts } from './format.ts'
import type { TextLayout } from './layout.ts'
import type { Beginning, CaretBox, OwnCaret, Typing } from './typing.ts'

interface WritingOptions {
  readonly board: Board
  readonly scene: Scene
  readonly element: HTMLElement
  /** What is shown of it is another. */
  onChange(): void
  onUndo(): void
  onRedo(): void
  onLink(): void
  /** On a note: the next one is wanted. */
  onNext(): void
  /** Somebody else deleted, hid or locked what is written in. */
  onTaken(how: 'gone' | 'locked'): void
}

/** The shape that is written in here. */
export interface Written {
  readonly id: ShapeId
  readonly facts: TextFacts | null
}

interface Begun extends Written {
  readonly at: Beginning | undefined
}

/** How the board is shown. */
interface Shown {
  readonly camera: Camera
  readonly theme: Theme
}

type TypingModule = typeof import('./typing.ts')

/** ProseMirror and what it needs, once it was loaded. */
let loaded: TypingModule | null = null

/** Loads it, when somebody is about to write. */
async function load(): Promise<TypingModule> {
  loaded ??= await import('./typing.ts')
  return loaded
}

const label = 'Text'

/** Writing in a shape, from when it begins to when it ends. */
export class Writing {
  readonly #options: WritingOptions
  #typing: Typing | null = null
  #ahead: TypedAhead | null = null
  #now: Begun | null = null
  #caret: OwnCaret | null = null
  #composing: { readonly from: TextPlace; readonly to: TextPlace } | null = null
  /** How the board was shown last. */
  #view: Shown | null = null

  constructor(options: WritingOptions) {
    this.#options = options
  }

  get now(): Written | null {
    return this.#now
  }

  /** Where one types, for others. */
  get caret(): (OwnCaret & { readonly id: ShapeId }) | null {
    return this.#now && this.#caret && { id: this.#now.id, ...this.#caret }
  }

  /** What an input method has not committed yet. */
  get composing(): { readonly id: ShapeId; readonly from: TextPlace; readonly to: TextPlace } | null {
    return this.#now && this.#composing && { id: this.#now.id, ...this.#composing }
  }

  /** Somebody may write soon, perhaps when there is no network any more. */
  prepare(): void {
    const { layout } = this.#options.scene
    const face = { font: 'hand', size: 20, bold: false, italic: false } as const
    layout.fonts.ready({ css: cssFont(face), text: 'Aa' })
    void Promise.all([load(), layout.load()]).catch(() => undefined)
  }

  /** False: nobody can write there. */
  begin(id: ShapeId, at?: Beginning): boolean {
    if (this.#now?.id === id) return true
    this.end()
    const { board, scene } = this.#options
    if (!scene.get(id) || !board.textOf(id)) return false
    this.#now = { id, facts: null, at }
    this.#options.onChange()
    if (loaded) this.#open(loaded, this.#now)
    else void this.#await(this.#now)
    return true
  }

  /** Until what one writes with is here, what is typed is taken all the same. */
  async #await(now: Begun): Promise<void> {
    const { element } = this.#options
    const ahead = new TypedAhead({ element, label, onEnd: () => this.end(), onDone: () => this.#done(now) })
    this.#ahead = ahead
    const module = await load().catch(() => null)
    await ahead.composed()
    if (this.#ahead !== ahead) return
    if (module) this.#open(module, now)
    else this.end()
  }

  /** What was begun and has no words is taken away, where it is nothing else. */
  end(): void {
    const now = this.#now
    if (!now) return
    this.#keepAhead(now)
    this.#typing?.dispose()
    this.#typing = null
    this.#now = null
    this.#caret = null
    this.#composing = null
    const { board, onChange } = this.#options
    const shape = board.get(now.id)
    if (shape?.kind === 'text' && !shape.text) board.apply([{ type: 'delete', id: now.id }], { continues: true })
    onChange()
  }

  format(format: Format): void {
    this.#typing?.format(format)
  }

  focus(): void {
    this.#typing?.focus()
  }

  /** Null while nobody types. */
  caretOnScreen(): CaretBox | null {
    return this.#typing?.caret() ?? null
  }

  /** Puts the field where its shape is. */
  show(camera: Camera, theme: Theme): void {
    this.#view = { camera, theme }
    const now = this.#now
    if (!now) return
    const shape = this.#options.scene.get(now.id)
    if (!shape || shape.locked) return this.#taken(shape ? 'locked' : 'gone')
    if (this.#typing) place(this.#typing, shape, this.#options.scene.layout, { camera, theme })
  }

  /** After something was done here: ends when nobody can write there any more. */
  endIfTaken(): void {
    const shape = this.#now && this.#options.scene.get(this.#now.id)
    if (this.#now && (!shape || shape.locked)) this.end()
  }

  #taken(how: 'gone' | 'locked'): void {
    const { element, onTaken } = this.#options
    this.end()
    // Whoever types on gives no commands, until it is seen.
    const rest = new TypedAhead({ element, label, onEnd: () => rest.end(), onDone: () => rest.end() })
    rest.onBlur(() => rest.end())
    onTaken(how)
  }

  /** Mod+Enter. */
  #done({ id }: Begun): void {
    const { board, onNext } = this.#options
    if (board.get(id)?.kind === 'note') onNext()
    else this.end()
  }

  /** What was typed before one could write is written now. */
  #keepAhead({ id, at }: Begun): void {
    const { board } = this.#options
    const words = this.#ahead?.end()
    this.#ahead = null
    const shape = board.get(id)
    if (!words || !shape) return
    const text = at === 'all' || !shape.text ? richText(words) : continued(shape.text, words)
    // A text is made with its first words.
    board.apply([{ type: 'text', id, text }], { continues: shape.kind === 'text' && !shape.text })
  }

  #open({ Typing, typingOrigin }: TypingModule, now: Begun): void {
    const { board, element, onChange, onUndo, onRedo, onLink } = this.#options
    const text = board.textOf(now.id)
    if (!text) return this.end()
    board.trackTyping(typingOrigin)
    this.#typing = new Typing({
      text,
      element,
      label,
      onCaret: (caret) => {
        this.#caret = caret
        onChange()
      },
      onComposing: (range) => {
        this.#composing = range
        onChange()
      },
      onFacts: (facts) => {
        if (!this.#now || JSON.stringify(facts) === JSON.stringify(this.#now.facts)) return
        this.#now = { ...this.#now, facts }
        onChange()
      },
      onLink,
      onUndo,
      onRedo,
      onEnd: () => this.end(),
      onDone: () => this.#done(now),
    })
    // In its place before anything is pressed or typed in it.
    if (this.#view) this.show(this.#view.camera, this.#view.theme)
    this.#typing?.begin(now.at)
    const words = this.#ahead?.end()
    this.#ahead = null
    if (words) this.#typing?.insert(words)
    onChange()
  }
}

/** Words typed at the end of a text. */
function continued(text: RichText, words: string): RichText {
  const [first, ...more] = richText(words)
  const last = text.at(-1)
  if (!first || !last) return [...text, ...richText(words)]
  return [...text.slice(0, -1), { ...last, runs: [...last.runs, ...first.runs] }, ...more]
}

function place(typing: Typing, shape: Shape, layout: TextLayout, { camera, theme }: Shown): void {
  const words = wordsOf(shape, layout)
  if (!words) return
  const { names, weight, bold } = families[shape.style.font ?? 'hand']
  const { rotation, x, y, w, h } = shape.at
  const { zoom } = camera
  // From the field's pixels to the screen's: into the shape, turned as it is, and where one looks.
  const [sin, cos] = [Math.sin(rotation), Math.cos(rotation)]
  const [offX, offY] = [words.x - (x + w / 2), words.y - (y + h / 2)]
  const left = x + w / 2 + offX * cos - offY * sin
  const top = y + h / 2 + offX * sin + offY * cos
  const matrix = [zoom * cos, zoom * sin, -zoom * sin, zoom * cos, (left - camera.x) * zoom, (top - camera.y) * zoom]
  const wraps = shape.kind !== 'text' || shape.wraps === true
  typing.show(
    {
      // One that is as long as its lines must not be a hair too narrow for them.
      width: words.width,
      wraps,
      align: words.align,
      size: words.size,
      names,
      weight,
      bold,
      mono: families.mono.names,
      color: colorOf(shape.style.color, theme),
      accent: palette[theme].accent,
    },
    `matrix(${matrix.map((value) => value.toFixed(6)).join(',')})`,
  )
}
