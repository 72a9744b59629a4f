import { baseKeymap } from 'prosemirror-commands'
import { inputRules } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, Plugin, Selection, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { boundText, ownSelection } from './bound-text.ts'
import { commandOf, factsOf, keys, rules } from './commands.ts'
import { type Composition, watchComposition } from './composition.ts'
import type { Format, TextFacts } from './format.ts'
import { headingSizes, lineHeight, listIndent } from './lines.ts'
import { schema } from './schema.ts'

/** Where one types and what is selected, as Yjs encodes positions, in base 64. */
export interface OwnCaret {
  readonly anchor: string
  readonly head: string
}

/** All is selected, or the caret is where one pressed, CSS pixels of the window; without it at the end. */
export type Beginning = 'all' | { readonly x: number; readonly y: number } | undefined

export interface TypingOptions {
  readonly text: Y.XmlFragment
  /** Where the field is put. */
  readonly element: HTMLElement
  readonly label: string
  onCaret(caret: OwnCaret | null): void
  /** What an input method has not committed yet; null: nothing. */
  onComposing(composition: Composition | null): void
  onFacts(facts: TextFacts): void
  /** Mod+K. */
  onLink(): void
  onUndo(): void
  onRedo(): void
  /** Escape. */
  onEnd(): void
  /** Mod+Enter. */
  onDone(): void
}

/** Where a caret is in the window, CSS pixels. */
export interface CaretBox {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** How the field is set: in CSS pixels, which are world units. */
export interface TypingSetting {
  readonly width: number
  readonly wraps: boolean
  readonly align: 'start' | 'center' | 'end'
  readonly size: number
  /** As CSS names them. */
  readonly names: string
  readonly weight: number
  readonly bold: number
  readonly mono: string
  /** Of the caret. */
  readonly color: string
  /** Of what is selected. */
  readonly accent: string
}

/** What edits of texts come from, for `Board.trackTyping`. */
export { typingOrigin } from './bound-text.ts'

/** A field over the board in which one types. Its letters are not seen: the board draws them. */
export class Typing {
  readonly #view: EditorView
  readonly #field: HTMLElement
  readonly #style = lineStyle()
  #shown = ''

  constructor(options: TypingOptions) {
    const { text, element, label } = options
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#style]
    this.#field = document.createElement('div')
    this.#field.className = 'ink-words'
    element.append(this.#field)
    const bound = boundText(text)
    const end = () => {
      options.onEnd()
      return true
    }
    const done = () => {
      options.onDone()
      return true
    }
    const undo = () => {
      options.onUndo()
      return true
    }
    const redo = () => {
      options.onRedo()
      return true
    }
    const link = () => {
      options.onLink()
      return true
    }
    const state = EditorState.create({
      doc: bound.doc,
      plugins: [
        ...bound.plugins,
        inputRules({ rules: [...rules] }),
        keymap({
          ...keys,
          Escape: end,
          'Mod-Enter': done,
          'Mod-z': undo,
          'Mod-Shift-z': redo,
          'Mod-y': redo,
          'Mod-k': link,
        }),
        keymap(baseKeymap),
        watching(options),
        // What browsers lay behind composed letters would cover those of the board, which draws all of it until it ends.
        watchComposition(text, options.onComposing, (is) => this.#field.classList.toggle('ink-composing', is)),
      ],
    })
    this.#view = new EditorView(this.#field, {
      state,
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, spellcheck: 'true', dir: 'auto' },
      transformPasted: untabbed,
      transformPastedText: (pasted) => pasted.replace(/\t/g, ' '),
    })
    // Pressing and dragging in it is no drawing; wheels and pinches move the board.
    for (const name of ['pointerdown', 'pointermove', 'pointerup', 'contextmenu', 'dblclick'] as const)
      this.#field.addEventListener(name, (event) => event.stopPropagation())
  }

  /** Shows the field in a place; `transform` takes its pixels to where they are on the screen. */
  show(
    { width, wraps, align, size, names, weight, bold, mono, color, accent }: TypingSetting,
    transform: string,
  ): void {
    const style: Record<string, string> = {
      width: `${width}px`,
      transform,
      'white-space': wraps ? 'pre-wrap' : 'pre',
      'text-align': align,
      '--ink-size': `${size}px`,
      '--ink-family': names,
      '--ink-mono': mono,
      '--ink-weight': String(weight),
      '--ink-bold': String(bold),
      '--ink-caret': color,
      '--ink-selected': `${accent}40`,
    }
    const shown = JSON.stringify(style)
    if (shown === this.#shown) return
    this.#shown = shown
    for (const [name, value] of Object.entries(style)) this.#field.style.setProperty(name, value)
  }

  format(format: Format): void {
    commandOf(format)(this.#view.state, this.#view.dispatch)
    this.#view.focus()
  }

  focus(): void {
    this.#view.focus()
  }

  /** Null until the field is in its place. */
  caret(): CaretBox | null {
    return this.#shown === '' ? null : this.#view.coordsAtPos(this.#view.state.selection.head)
  }

  dispose(): void {
    this.#view.destroy()
    this.#field.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#style)
  }

  /** One can type from here on; call when the field is in its place. */
  begin(at: Beginning): void {
    this.#view.focus()
    const { state } = this.#view
    const pressed = typeof at === 'object' ? this.#view.posAtCoords({ left: at.x, top: at.y }) : null
    const selection =
      at === 'all'
        ? TextSelection.between(Selection.atStart(state.doc).$from, Selection.atEnd(state.doc).$to)
        : pressed
          ? Selection.near(state.doc.resolve(pressed.pos))
          : Selection.atEnd(state.doc)
    this.#view.dispatch(state.tr.setSelection(selection))
  }

  /** Puts words where the caret is, or instead of what is selected. */
  insert(words: string): void {
    this.#view.pasteText(words)
  }
}

/** Tells where one types and what is said of it. */
function watching({ text, onCaret, onFacts }: TypingOptions): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        blur: () => {
          onCaret(null)
          return false
        },
        focus: (view) => {
          tell(view)
          return false
        },
      },
      /** A box of a check list is pressed: left of its words, or right of them. */
      handleClick(view, pos, event) {
        const $pos = view.state.doc.resolve(pos)
        const node = $pos.parent
        if (node.attrs.list !== 'check') return false
        const dom = view.domAtPos($pos.start()).node
        const paragraph = dom instanceof HTMLElement ? dom : dom.parentElement
        if (event.target !== paragraph?.closest('p') || view.state.selection.empty === false) return false
        const range = document.createRange()
        range.selectNodeContents(paragraph)
        const { left, right } = range.getBoundingClientRect()
        if (event.clientX >= left && event.clientX <= right) return false
        const at = $pos.before()
        view.dispatch(
          view.state.tr.setNodeMarkup(at, null, { ...node.attrs, checked: node.attrs.checked ? null : true }),
        )
        return true
      },
    },
    view: () => ({
      update(view, before) {
        if (view.hasFocus() && (before.selection !== view.state.selection || before.doc !== view.state.doc)) tell(view)
        onFacts(factsOf(view.state))
      },
    }),
  })

  function tell(view: EditorView): void {
    const selection = ownSelection(view.state, text)
    if (selection) onCaret({ anchor: encoded(selection.anchor), head: encoded(selection.head) })
  }
}

function encoded(position: Y.RelativePosition): string {
  return btoa(String.fromCharCode(...Y.encodeRelativePosition(position)))
}

/** A tab is a space: the board draws none. */
function untabbed(slice: Slice): Slice {
  const clean = (fragment: Fragment): Fragment =>
    Fragment.fromArray(
      fragment.content.map((node) =>
        node.isText ? schema.text((node.text ?? '').replace(/\t/g, ' '), node.marks) : node.copy(clean(node.content)),
      ),
    )
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd)
}

/** The same lines as `lines.ts` makes. A sheet the document adopts, and no element, which a policy would refuse. */
function lineStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  const heading = (level: 1 | 2 | 3) =>
    `.ink-words p[data-heading="${level}"] { --ink-own: round(calc(var(--ink-size) * ${headingSizes[level]}), 1px); font-weight: var(--ink-bold); }`
  const indent = (level: number, isItem: boolean) =>
    `.ink-words p${level > 0 ? `[data-indent="${level}"]` : ''}${isItem ? '[data-list]' : ':not([data-list])'} { padding-inline-start: round(calc(var(--ink-own) * ${(level + Number(isItem)) * listIndent}), 1px); }`
  const levels = [0, 1, 2, 3, 4, 5, 6]
  sheet.replaceSync(`
    .ink-words { position: absolute; left: 0; top: 0; transform-origin: 0 0; cursor: text; touch-action: auto; }
    .ink-words.ink-composing { opacity: 0; }
    .ink-words, .ink-words * { user-select: text; -webkit-user-select: text; }
    .ink-words .ProseMirror {
      outline: none; white-space: inherit; overflow-wrap: break-word; word-break: normal; line-break: auto; hyphens: manual;
      font-family: var(--ink-family); font-weight: var(--ink-weight); font-style: normal; font-feature-settings: normal;
      font-variant: normal; letter-spacing: normal; text-rendering: auto; -webkit-text-size-adjust: 100%;
      color: transparent; caret-color: var(--ink-caret);
    }
    .ink-words .ProseMirror * { color: transparent; background: none; text-decoration-color: transparent; }
    .ink-words .ProseMirror ::selection, .ink-words .ProseMirror::selection { color: transparent; background: var(--ink-selected); }
    .ink-words p {
      --ink-own: round(var(--ink-size), 1px); margin: 0; unicode-bidi: plaintext;
      font-size: var(--ink-own); line-height: round(calc(var(--ink-own) * ${lineHeight}), 1px);
    }
    .ink-words p * { font-size: inherit; line-height: 0; vertical-align: baseline; }
    .ink-words :is(strong) { font-weight: var(--ink-bold); }
    .ink-words code { font-family: var(--ink-mono); }
    ${([1, 2, 3] as const).map(heading).join('\n')}
    ${levels.flatMap((level) => [indent(level, true), indent(level, false)]).join('\n')}
  `)
  return sheet
}
