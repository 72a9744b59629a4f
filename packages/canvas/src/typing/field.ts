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
import { commandOf, factsOf, keys, tabs } from './text-commands.ts'
import { ruledApart, typedRules } from './typed-rules.ts'

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
  /** The kinds that copied shapes, which are pasted as their words, are checked by. */
  readonly kinds: RecordKinds
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
  /** Tab, where it is not for a list; false: nothing follows. */
  onTab(): boolean
  /** What was done so far is one step to be undone, what follows another. */
  onStep(): void
  onPasted(pasted: PastedIn): void
  /** Something was not done, in a sentence for the person. */
  onProblem(problem: EditorProblem): void
}

/** What was pasted into a text. */
export interface PastedIn {
  /** The longest line, UTF-16 code units. */
  readonly longest: number
  /** What did not fit, and how much there was. */
  readonly rest: string
  readonly all: number
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
  /** What is seen is what was pasted last: the board stays where it is. */
  #isPasted = false
  /** Letters have just become something else; where the caret is when they are back. */
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
        keymap({ ...keys, ...tabs(options.onTab), ...keysAround(options) }),
        keymap(baseKeymap),
        watching(options),
        // What browsers lay behind composed letters would cover those of the board, which draws all of it until it ends.
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

  /** Null until the field is in its place, and where it is of no matter whether it is seen: after something was pasted. */
  caret(): CaretBox | null {
    return this.#shown === '' || this.#isPasted ? null : this.#view.coordsAtPos(this.#view.state.selection.head)
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
    this.#view.dispatch(this.#view.state.tr.replaceSelection(sliceOf(words)))
  }

  #dispatch(transaction: Transaction, { onStep, onProblem }: TypingOptions): void {
    const view = this.#view
    if (isTooMuch(transaction)) return onProblem('text-full')
    if (transaction.docChanged || transaction.selectionSet) this.#isPasted = transaction.getMeta('paste') === true
    const apart = ruledApart(view.state, transaction)
    if (!apart) return view.updateState(view.state.apply(transaction))
    view.updateState(view.state.apply(apart.typed))
    const caret = view.state.selection.head
    onStep()
    view.updateState(view.state.apply(apart.rule(view.state)))
    onStep()
    this.#ruled = { doc: view.state.doc, caret }
  }

  /** Gives back letters that have just become something else; false: none have. */
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

  /** Pastes what is no text, or not as it is; false: the rest is for ProseMirror. */
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

/** Whether letters were typed beyond what is shown of a text; what others wrote is never refused. */
function isTooMuch(transaction: Transaction): boolean {
  const { before, doc } = transaction
  const isLonger = doc.content.size > before.content.size
  return isLonger && isTooLong(doc) && transaction.getMeta(ySyncPluginKey) === undefined
}

/** Keys that do something beside the text. */
function keysAround({ onEnd, onDone, onUndo, onRedo, onLink }: TypingOptions): Readonly<Record<string, Command>> {
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
