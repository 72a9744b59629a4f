import { type List, maxIndent } from '@inkbridge/types'
import { chainCommands, splitBlockAs, toggleMark } from 'prosemirror-commands'
import { InputRule } from 'prosemirror-inputrules'
import type { Attrs, MarkType, Node } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { type Format, formats, type TextFacts } from '../text.ts'
import { schema } from './schema.ts'

const paragraph = schema.nodes.paragraph as NonNullable<typeof schema.nodes.paragraph>
type ParagraphFormat = Partial<Record<'heading' | 'list' | 'checked' | 'indent', unknown>>

/** Changes attributes of the selected paragraphs. */
function setParagraphs(change: (attrs: Attrs) => ParagraphFormat): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection
    const { tr } = state
    state.doc.nodesBetween(from, to, (node, at) => {
      if (node.type === paragraph) tr.setNodeMarkup(at, null, { ...node.attrs, ...change(node.attrs) })
      return false
    })
    if (!tr.docChanged) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

function paragraphsIn({ doc, selection }: EditorState): readonly Node[] {
  const all: Node[] = []
  doc.nodesBetween(selection.from, selection.to, (node) => {
    if (node.type === paragraph) all.push(node)
    return false
  })
  return all
}

const plain: ParagraphFormat = { list: null, checked: null, indent: null }

function listed(list: List): Command {
  return (state, dispatch) => {
    const all = paragraphsIn(state).every(({ attrs }) => attrs.list === list)
    return setParagraphs(() => (all ? plain : { list, checked: null, heading: null }))(state, dispatch)
  }
}

function headed(heading: number): Command {
  return (state, dispatch) => {
    const all = paragraphsIn(state).every(({ attrs }) => attrs.heading === heading)
    return setParagraphs(() => (all ? { heading: null } : { ...plain, heading }))(state, dispatch)
  }
}

function indented(by: 1 | -1): Command {
  return (state, dispatch) => {
    if (!paragraphsIn(state).some(({ attrs }) => attrs.list)) return false
    return setParagraphs(({ list, indent }) => {
      const to = Math.min(maxIndent, Math.max(0, (indent ?? 0) + by))
      return list ? { indent: to > 0 ? to : null } : {}
    })(state, dispatch)
  }
}

/** Indents or outdents the selected paragraphs; always handled, so that the key has no other effect. */
function shifted(by: 1 | -1): Command {
  return (state, dispatch) => {
    setParagraphs(({ indent }) => {
      const to = Math.min(maxIndent, Math.max(0, (indent ?? 0) + by))
      return { indent: to > 0 ? to : null }
    })(state, dispatch)
    return true
  }
}

/** A paragraph started with Enter is an unchecked item of the same list, and no heading. */
const splitParagraph = splitBlockAs((node) => {
  const { list, indent } = node.attrs
  return { type: paragraph, attrs: { list, indent, checked: null, heading: null } }
})

/** Enter in an empty item outdents it, and finally ends the list. */
const leaveList: Command = (state, dispatch) => {
  const { empty, $from } = state.selection
  if (!empty || !$from.parent.attrs.list || $from.parent.content.size > 0) return false
  return outwards(state, dispatch)
}

const outwards: Command = (state, dispatch) =>
  setParagraphs(({ indent }) => (indent ? { indent: indent > 1 ? indent - 1 : null } : { ...plain, heading: null }))(
    state,
    dispatch,
  )

/** Backspace at the start of a paragraph removes its list or heading before the paragraph. */
const clearFormat: Command = (state, dispatch) => {
  const { empty, $from } = state.selection
  const { list, heading, indent } = $from.parent.attrs
  return empty && $from.parentOffset === 0 && (list || heading || indent) ? outwards(state, dispatch) : false
}

const newLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.insertText('\n').scrollIntoView())
  return true
}

function mark(name: string): MarkType {
  const type = schema.marks[name]
  if (!type) throw new Error(`There is no mark ${name}.`)
  return type
}

/** Sets the colour of the selection; the same colour again removes it. */
function setColor(name: 'color' | 'highlight', color: string | null): Command {
  return (state, dispatch) => {
    const type = mark(name)
    const { from, to, empty } = state.selection
    if (empty) {
      dispatch?.(color ? state.tr.addStoredMark(type.create({ color })) : state.tr.removeStoredMark(type))
      return true
    }
    const tr = state.tr.removeMark(from, to, type)
    dispatch?.(color ? tr.addMark(from, to, type.create({ color })) : tr)
    return true
  }
}

/** Sets a link on the selection, or on the word or link at the caret; null removes it. */
function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection.empty ? linkRange(state) : state.selection
    const type = mark('link')
    if (from === to) return false
    const tr = state.tr.removeMark(from, to, type)
    dispatch?.(href ? tr.addMark(from, to, type.create({ href })) : tr)
    return true
  }
}

/** Returns the range of the link or word at the caret. */
function linkRange({ selection, doc }: EditorState): { readonly from: number; readonly to: number } {
  const { $from } = selection
  const start = $from.start()
  const text = doc.textBetween(start, $from.end())
  const isLink = (at: number) => mark('link').isInSet(doc.resolve(start + at).marks()) !== undefined
  const goesOn = isLink($from.parentOffset) ? isLink : (at: number) => !/\s/.test(text[at] ?? ' ')
  let [from, to] = [$from.parentOffset, $from.parentOffset]
  while (from > 0 && goesOn(from - 1)) from -= 1
  while (to < text.length && goesOn(to)) to += 1
  return { from: start + from, to: start + to }
}

/** Returns the command of a format. */
export function commandOf(format: Format): Command {
  switch (format.type) {
    case 'mark':
      return toggleMark(mark(format.name))
    case 'list':
      return listed(format.list)
    case 'heading':
      return headed(format.level)
    case 'color':
    case 'highlight':
      return setColor(format.type, format.color)
    case 'link':
      return setLink(format.href)
  }
}

/** Converts a key to ProseMirror syntax. */
function keyOf(key: string): string {
  return key.replaceAll('+', '-').replace(/[A-Z]$/, (letter) => letter.toLowerCase())
}

/** Additional keys of the text editor. */
export const keys: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(formats.map(({ key, format }) => [keyOf(key), commandOf(format)])),
  'Mod-Shift-h': toggleMark(mark('highlight')),
  'Mod-Alt-0': setParagraphs(() => ({ ...plain, heading: null })),
  Enter: chainCommands(leaveList, splitParagraph),
  'Shift-Enter': newLine,
  Backspace: clearFormat,
}

/** Tab: indents a list item, else calls `next`, else indents the paragraph. The focus never leaves. */
export function tabKeys(next: () => boolean): Readonly<Record<string, Command>> {
  return {
    Tab: chainCommands(indented(1), next, shifted(1)),
    'Shift-Tab': chainCommands(indented(-1), shifted(-1)),
  }
}

/** Input rules: text at the start of a paragraph, or signs around words, set their format. */
export const rules: readonly InputRule[] = [
  paragraphRule(/^[-*]\s$/, () => ({ list: 'bullet', heading: null })),
  paragraphRule(/^1[.)]\s$/, () => ({ list: 'number', heading: null })),
  paragraphRule(/^\[( |x)?\]\s$/, ([, done]) => ({
    list: 'check',
    checked: done === 'x' ? true : null,
    heading: null,
  })),
  paragraphRule(/^(#{1,3})\s$/, ([, hashes = '']) => ({ ...plain, heading: hashes.length })),
  markRule('**', 'bold'),
  markRule('*', 'italic'),
  markRule('_', 'italic'),
  markRule('~~', 'strike'),
  markRule('`', 'code'),
]

function paragraphRule(pattern: RegExp, said: (match: RegExpMatchArray) => ParagraphFormat): InputRule {
  return new InputRule(pattern, (state, match, from, to): Transaction | null => {
    const $from = state.doc.resolve(from)
    if ($from.parent.attrs.list) return null
    return state.tr.delete(from, to).setNodeMarkup($from.before(), null, { ...$from.parent.attrs, ...said(match) })
  })
}

/** Returns a rule that turns signs around words into a mark, as in Markdown, when the last sign is typed. */
function markRule(signs: string, name: string): InputRule {
  const sign = signs.replace(/[*]/g, '\\*')
  const other = `[^\\s${signs[0]}]`
  const pattern = new RegExp(`(^|[\\s(])${sign}(${other}|${other}[^${signs[0]}]*${other})${sign}$`)
  const type = mark(name)
  return new InputRule(
    pattern,
    ({ tr }, [, before = '', words = ''], from, to) => {
      const start = from + before.length
      const wordsAt = start + signs.length
      // The last sign is not in the document yet.
      return tr
        .delete(wordsAt + words.length, to)
        .delete(start, wordsAt)
        .addMark(start, start + words.length, type.create())
        .removeStoredMark(type)
    },
    { inCodeMark: false },
  )
}

/** Returns the attributes of the selection. */
export function factsOf(state: EditorState): TextFacts {
  const { from, to, empty, $from } = state.selection
  const marks = empty ? (state.storedMarks ?? $from.marks()) : null
  const has = (name: string) => {
    const type = mark(name)
    return marks ? type.isInSet(marks) !== undefined : state.doc.rangeHasMark(from, to, type)
  }
  const said = paragraphsIn(state)
  const all = <Key extends 'list' | 'heading'>(key: Key) =>
    said.every(({ attrs }) => attrs[key] === said[0]?.attrs[key]) ? (said[0]?.attrs[key] ?? null) : null
  const range = empty ? linkRange(state) : { from, to }
  let href: string | null = null
  state.doc.nodesBetween(range.from, range.to, (node) => {
    href ??= mark('link').isInSet(node.marks)?.attrs.href ?? null
  })
  return {
    marks: (['bold', 'italic', 'underline', 'strike', 'code', 'highlight'] as const).filter(has),
    list: all('list'),
    heading: all('heading'),
    link: href,
  }
}
