import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  type ProsemirrorBinding,
  ySyncPlugin,
  ySyncPluginKey,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { schema } from './schema.ts'

/** The transaction origin of text edits. */
export const typingOrigin: unknown = ySyncPluginKey

/** A ProseMirror document bound to a text of a board, and its plugins. */
export interface BoundText {
  readonly doc: Node
  readonly plugins: readonly Plugin[]
}

export function boundText(text: Y.XmlFragment): BoundText {
  const { doc, mapping } = initProseMirrorDoc(text, schema)
  return { doc, plugins: [exactInputPlugin(text), ySyncPlugin(text, { mapping }), paragraphPlugin(text)] }
}

interface OwnSelection {
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

/**
 * Returns the selection as relative positions: a caret stays behind the letter before it, so that text others type
 * there comes after it and each author's words stay whole; a range stays around its letters. Null while the text is not
 * bound.
 */
export function ownSelection(state: EditorState, text: Y.XmlFragment): OwnSelection | null {
  const binding = bindingOf(state)
  if (!binding) return null
  const { anchor, head, empty } = state.selection
  const position = (pos: number, isStart: boolean) =>
    attached(absolutePositionToRelativePosition(pos, text, binding.mapping), text, !empty && isStart ? 0 : -1)
  return { anchor: position(anchor, anchor < head), head: position(head, head < anchor) }
}

/** @param side -1: the position stays behind the letter before it, 0: before the letter after it */
function attached(position: Y.RelativePosition, { doc }: Y.XmlFragment, side: -1 | 0): Y.RelativePosition {
  const place = doc && Y.createAbsolutePositionFromRelativePosition(position, doc)
  return place?.type instanceof Y.XmlText
    ? Y.createRelativePositionFromTypeIndex(place.type, place.index, side)
    : position
}

function bindingOf(state: EditorState): ProsemirrorBinding | null {
  return ySyncPluginKey.getState(state)?.binding ?? null
}

/**
 * Prepares a new paragraph for text: letters that two people type there first share one sequence, so that each one's
 * words stay whole.
 */
function paragraphPlugin(text: Y.XmlFragment): Plugin {
  return new Plugin({
    view: (view) => ({
      update(_view, before) {
        const { doc, selection } = view.state
        const binding = bindingOf(view.state)
        if (!binding || before.doc === doc || doc.childCount <= before.doc.childCount) return
        if (ySyncPluginKey.getState(view.state)?.isChangeOrigin) return
        const paragraph = text.get(selection.$head.index(0))
        if (!(paragraph instanceof Y.XmlElement) || paragraph.length > 0) return
        binding.mux(() => {
          text.doc?.transact(() => paragraph.insert(0, [new Y.XmlText()]), typingOrigin)
        })
      },
    }),
  })
}

/** A replacement of letters within a paragraph, in positions of the previous document. */
interface Replaced {
  readonly from: number
  readonly to: number
  readonly letters: string
}

const replacedKey = new PluginKey<Replaced | null>('replaced')

/**
 * Writes letters at the exact place they were typed, and keeps the selection when others change the text.
 * y-prosemirror, which runs after it, writes everything else: it compares the text before and after, and cannot tell
 * which of two equal adjacent letters is new.
 */
function exactInputPlugin(text: Y.XmlFragment): Plugin<Replaced | null> {
  return new Plugin({
    key: replacedKey,
    state: {
      init: () => null,
      apply: (transaction) => replacedBy(transaction),
    },
    view: (view) => {
      const keepSelection = () => {
        const binding = bindingOf(view.state)
        const selection = binding && ownSelection(view.state, text)
        if (binding && selection) binding.beforeTransactionSelection = { type: 'text', ...selection } as never
      }
      text.doc?.on('beforeAllTransactions', keepSelection)
      return {
        update(_view, before) {
          const replaced = replacedKey.getState(view.state)
          if (replaced && before.doc !== view.state.doc) write(replaced, text, view.state)
        },
        destroy: () => text.doc?.off('beforeAllTransactions', keepSelection),
      }
    },
  })
}

/** Returns the replacement of a transaction; null: it changes more than the letters of one paragraph, or is remote. */
function replacedBy(transaction: Transaction): Replaced | null {
  const { docChanged, steps, docs, doc } = transaction
  const [step, before] = [steps[0], docs[0]]
  if (!docChanged || !step || !before || steps.length > 1) return null
  if (transaction.getMeta(ySyncPluginKey)?.isChangeOrigin || before.childCount !== doc.childCount) return null
  const ranges: Replaced[] = []
  step.getMap().forEach((from, to, newFrom, newTo) => {
    const isWithin = (node: Node, start: number, end: number) =>
      node.resolve(start).parent.isTextblock && node.resolve(start).sameParent(node.resolve(end))
    if (isWithin(before, from, to) && isWithin(doc, newFrom, newTo))
      ranges.push({ from, to, letters: doc.textBetween(newFrom, newTo) })
  })
  return ranges.length === 1 ? (ranges[0] ?? null) : null
}

function write({ from, to, letters }: Replaced, text: Y.XmlFragment, state: EditorState): void {
  const binding = bindingOf(state)
  if (!binding) return
  const position = absolutePositionToRelativePosition(from, text, binding.mapping)
  const place = text.doc && Y.createAbsolutePositionFromRelativePosition(position, text.doc)
  const into = place?.type
  const long = to - from
  if (!place || !(into instanceof Y.XmlText) || place.index + long > into.length) return
  binding.mux(() => {
    text.doc?.transact(() => {
      into.delete(place.index, long)
      into.insert(place.index, letters)
    }, typingOrigin)
  })
}
