import type { RecordKinds } from '@inkbridge/types'
import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import type { Node, Slice } from 'prosemirror-model'
import { type Command, EditorState, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { wordsOfClip } from '../paste.ts'
import type { EditorProblem } from '../plan/plan.ts'
import { type Composition, type Format, onlyAddress, type TextFacts } from '../text.ts'
import { boundText, ownSelection } from './bound-text.ts'
import { watchComposition } from './composition.ts'
import { lineStyle } from './field-style.ts'
import { fitting, isTooLong, sliceOf, untabbed, withoutCells, wordsIn } from './pasting.ts'
import { commandOf, factsOf, keys, tabKeys } from './text-commands.ts'
import { splitRule, typedRules } from './typed-rules.ts'

/** Caret and selection as Yjs relative positions, base64. */
export interface OwnCaret {
  readonly anchor: string
  readonly head: string
}

/** Initial selection: everything, or a caret at a point, CSS pixels of the window; default: a caret at the end. */
export type InitialSelection = 'all' | { readonly x: number; readonly y: number } | undefined

export interface TypingOptions {
  readonly text: Y.XmlFragment
  /** The parent of the field. */
  readonly element: HTMLElement
  readonly label: string
  /** The kinds for parsing copied shapes, which are pasted as text. */
  readonly kinds: RecordKinds
  onCaret(caret: OwnCaret | null): void
  /** Called with text that an input method has not committed yet; null: none. */
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
  /** Called on Tab outside of lists. Returns false if there is no next shape. */
  onTab(): boolean
  /** Called to end the current undo step. */
  onStep(): void
  onPasted(pasted: PasteResult): void
  /** Called when something could not be done. */
  onProblem(problem: EditorProblem): void
}

/** The result of a paste into a text. */
export interface PasteResult {
  /** The longest line, UTF-16 code units. */
  readonly longest: number
  /** The part that did not fit, and the total length. */
  readonly rest: string
  readonly all: number
}

/** The caret, CSS pixels of the window. */
export interface CaretBox {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Style of the field, in CSS pixels, which equal world units. */
export interface TypingSetting {
  readonly width: number
  readonly wraps: boolean
  readonly align: 'start' | 'center' | 'end'
  readonly size: number
  /** CSS font names. */
  readonly names: string
  readonly weight: number
  readonly bold: number
  readonly mono: string
  /** Of the caret. */
  readonly color: string
  /** Of the selection. */
  readonly accent: string
}

/** The transaction origin of text edits, for `Board.trackTyping`. */
export { typingOrigin } from './bound-text.ts'

/** The text editor over the board. Its letters are transparent: the board draws them. */
export class Typing {
  readonly #view: EditorView
  readonly #field: HTMLElement
  readonly #style = lineStyle()
  /** After a paste the board does not pan to the caret. */
  #isPasted = false
  /** The state to restore if an automatic format is undone, and the caret there. */
  #ruled: { readonly doc: Node; readonly caret: number } | null = null
  #shown = ''

  constructor(options: TypingOptions) {
    const { text, element, label } = options
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#style]
    this.#field = document.createElement('div')
    this.#field.className = 'ink-words'
    element.append(this.#field)
    const bound = boundText(text)
    const unrule = () => this.#unrule(options.onUndo)
    const state = EditorState.create({
      doc: bound.doc,
      plugins: [
        ...bound.plugins,
        typedRules,
        keymap({ Backspace: unrule, 'Mod-z': unrule }),
        keymap({ ...keys, ...tabKeys(options.onTab), ...outerKeys(options) }),
        keymap(baseKeymap),
        reportPlugin(options),
        // Hide the browser's highlight of composed text, which would cover the board's letters.
        watchComposition(text, options.onComposing, (is) => this.#field.classList.toggle('ink-composing', is)),
      ],
    })
    this.#view = new EditorView(this.#field, {
      state,
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, spellcheck: 'true', dir: 'auto' },
      dispatchTransaction: (transaction) => this.#dispatch(transaction, options),
      clipboardTextParser: sliceOf,
      clipboardTextSerializer: wordsIn,
      transformPasted: untabbed,
      transformPastedHTML: withoutCells,
      handlePaste: (_view, event, slice) => this.#paste(event.clipboardData, slice, options),
    })
    // Presses in the field are not passed to tools; wheels and pinches move the board.
    for (const name of ['pointerdown', 'pointermove', 'pointerup', 'contextmenu', 'dblclick'] as const)
      this.#field.addEventListener(name, (event) => event.stopPropagation())
  }

  /** Positions the field; `transform` maps its pixels to the screen. */
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

  /** Returns the caret; null before the field is positioned, and after a paste, when the board should not pan. */
  caret(): CaretBox | null {
    return this.#shown === '' || this.#isPasted ? null : this.#view.coordsAtPos(this.#view.state.selection.head)
  }

  dispose(): void {
    this.#view.destroy()
    this.#field.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#style)
  }

  /** Starts editing; call once the field is positioned. */
  begin(at: InitialSelection): void {
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

  /** Inserts text at the caret, replacing the selection. */
  insert(words: string): void {
    this.#view.dispatch(this.#view.state.tr.replaceSelection(sliceOf(words)))
  }

  #dispatch(transaction: Transaction, { onStep, onProblem }: TypingOptions): void {
    const view = this.#view
    if (isTooMuch(transaction)) return onProblem('text-full')
    if (transaction.docChanged || transaction.selectionSet) this.#isPasted = transaction.getMeta('paste') === true
    const apart = splitRule(view.state, transaction)
    if (!apart) return view.updateState(view.state.apply(transaction))
    view.updateState(view.state.apply(apart.typed))
    const caret = view.state.selection.head
    onStep()
    view.updateState(view.state.apply(apart.rule(view.state)))
    onStep()
    this.#ruled = { doc: view.state.doc, caret }
  }

  /** Undoes an automatic format that was just applied. Returns false if there was none. */
  #unrule(onUndo: () => void): boolean {
    const ruled = this.#ruled
    this.#ruled = null
    if (ruled?.doc !== this.#view.state.doc) return false
    onUndo()
    const { state } = this.#view
    const caret = Selection.near(state.doc.resolve(Math.min(ruled.caret, state.doc.content.size)), -1)
    this.#view.dispatch(state.tr.setSelection(caret))
    return true
  }

  /** Pastes content that needs conversion. Returns false to leave it to ProseMirror. */
  #paste(data: DataTransfer | null, slice: Slice, { kinds, onPasted, onProblem }: TypingOptions): boolean {
    const plain = data?.getData('text/plain') ?? ''
    if (plain === '' && (data?.files.length ?? 0) > 0) {
      onProblem('paste-files')
      return true
    }
    const { state } = this.#view
    const href = onlyAddress(plain)
    if (href && !state.selection.empty) {
      commandOf({ type: 'link', href })(state, this.#view.dispatch)
      return true
    }
    const ofShapes = wordsOfClip(plain, kinds)
    const words = ofShapes ?? wordsIn(slice)
    const [fits, rest] = fitting(words, state.doc)
    const isWhole = ofShapes === null && rest === ''
    const pasted = isWhole ? slice : sliceOf(fits)
    if (fits !== '')
      this.#view.dispatch(state.tr.replaceSelection(pasted).setMeta('paste', true).setMeta('uiEvent', 'paste'))
    const longest = Math.max(...fits.split('\n').map((line) => line.length))
    onPasted({ longest, rest, all: words.length })
    return true
  }
}

/** Whether a local change exceeds the maximum length; remote changes are never refused. */
function isTooMuch(transaction: Transaction): boolean {
  const { before, doc } = transaction
  const isLonger = doc.content.size > before.content.size
  return isLonger && isTooLong(doc) && transaction.getMeta(ySyncPluginKey) === undefined
}

/** Keys with effects outside the text. */
function outerKeys({ onEnd, onDone, onUndo, onRedo, onLink }: TypingOptions): Readonly<Record<string, Command>> {
  const does = (action: () => void) => () => {
    action()
    return true
  }
  return {
    Escape: does(onEnd),
    'Mod-Enter': does(onDone),
    'Mod-z': does(onUndo),
    'Mod-Shift-z': does(onRedo),
    'Mod-y': does(onRedo),
    'Mod-k': does(onLink),
  }
}

/** Reports the caret and the attributes of the selected text. */
function reportPlugin({ text, onCaret, onFacts }: TypingOptions): Plugin {
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
      /** Toggles a checklist item whose box is pressed: left of its text, or right of right-to-left text. */
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
