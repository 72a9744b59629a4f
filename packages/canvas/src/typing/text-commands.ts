import { type List, maxIndent } from '@inkbridge/types'
import { chainCommands, splitBlockAs, toggleMark } from 'prosemirror-commands'
import { InputRule } from 'prosemirror-inputrules'
import type { Attrs, MarkType, Node } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { type Format, formats, type TextFacts } from '../text.ts'
import { schema } from './schema.ts'

const paragraph = schema.nodes.paragraph as NonNullable<typeof schema.nodes.paragraph>
type Said = Partial<Record<'heading' | 'list' | 'checked' | 'indent', unknown>>

/** Says something else of the paragraphs that are selected. */
function say(change: (attrs: Attrs) => Said): Command {
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

const plain: Said = { list: null, checked: null, indent: null }

function listed(list: List): Command {
  return (state, dispatch) => {
    const all = paragraphsIn(state).every(({ attrs }) => attrs.list === list)
    return say(() => (all ? plain : { list, checked: null, heading: null }))(state, dispatch)
  }
}

function headed(heading: number): Command {
  return (state, dispatch) => {
    const all = paragraphsIn(state).every(({ attrs }) => attrs.heading === heading)
    return say(() => (all ? { heading: null } : { ...plain, heading }))(state, dispatch)
  }
}

function indented(by: 1 | -1): Command {
  return (state, dispatch) => {
    if (!paragraphsIn(state).some(({ attrs }) => attrs.list)) return false
    return say(({ list, indent }) => {
      const to = Math.min(maxIndent, Math.max(0, (indent ?? 0) + by))
      return list ? { indent: to > 0 ? to : null } : {}
    })(state, dispatch)
  }
}

/** Any paragraph that is selected goes in, or out; handled in any case: the key does nothing else. */
function shifted(by: 1 | -1): Command {
  return (state, dispatch) => {
    say(({ indent }) => {
      const to = Math.min(maxIndent, Math.max(0, (indent ?? 0) + by))
      return { indent: to > 0 ? to : null }
    })(state, dispatch)
    return true
  }
}

/** A paragraph that is begun with Enter is an item of the same list, not done, and no heading. */
const splitParagraph = splitBlockAs((node) => {
  const { list, indent } = node.attrs
  return { type: paragraph, attrs: { list, indent, checked: null, heading: null } }
})

/** Enter in an item without words goes a level out, and out of the list at last. */
const leaveList: Command = (state, dispatch) => {
  const { empty, $from } = state.selection
  if (!empty || !$from.parent.attrs.list || $from.parent.content.size > 0) return false
  return outwards(state, dispatch)
}

const outwards: Command = (state, dispatch) =>
  say(({ indent }) => (indent ? { indent: indent > 1 ? indent - 1 : null } : { ...plain, heading: null }))(
    state,
    dispatch,
  )

/** Backspace at the beginning takes away what a paragraph is before it takes away the paragraph. */
const undress: Command = (state, dispatch) => {
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

/** Another colour of what is selected; the same again takes it away. */
function colored(name: 'color' | 'highlight', color: string | null): Command {
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

/** A link on what is selected, or on the word or link one is in; null takes it away. */
function linked(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection.empty ? around(state) : state.selection
    const type = mark('link')
    if (from === to) return false
    const tr = state.tr.removeMark(from, to, type)
    dispatch?.(href ? tr.addMark(from, to, type.create({ href })) : tr)
    return true
  }
}

/** The link one is in, else the word. */
function around({ selection, doc }: EditorState): { readonly from: number; readonly to: number } {
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

/** What a format does to what is selected. */
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
      return colored(format.type, format.color)
    case 'link':
      return linked(format.href)
  }
}

/** A key of a register as ProseMirror names it. */
function keyOf(key: string): string {
  return key.replaceAll('+', '-').replace(/[A-Z]$/, (letter) => letter.toLowerCase())
}

/** What keys do besides what they do in every text. */
export const keys: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(formats.map(({ key, format }) => [keyOf(key), commandOf(format)])),
  'Mod-Shift-h': toggleMark(mark('highlight')),
  'Mod-Alt-0': say(() => ({ ...plain, heading: null })),
  Enter: chainCommands(leaveList, splitParagraph),
  'Shift-Enter': newLine,
  Backspace: undress,
}

/** Tab: an item of a list goes in, else what `next` does, else the paragraph goes in. The focus never leaves. */
export function tabs(next: () => boolean): Readonly<Record<string, Command>> {
  return {
    Tab: chainCommands(indented(1), next, shifted(1)),
    'Shift-Tab': chainCommands(indented(-1), shifted(-1)),
  }
}

/** What is typed at the beginning of a paragraph, or around words, and says what they are. */
export const rules: readonly InputRule[] = [
  begins(/^[-*]\s$/, () => ({ list: 'bullet', heading: null })),
  begins(/^1[.)]\s$/, () => ({ list: 'number', heading: null })),
  begins(/^\[( |x)?\]\s$/, ([, done]) => ({ list: 'check', checked: done === 'x' ? true : null, heading: null })),
  begins(/^(#{1,3})\s$/, ([, hashes = '']) => ({ ...plain, heading: hashes.length })),
  encloses('**', 'bold'),
  encloses('*', 'italic'),
  encloses('_', 'italic'),
  encloses('~~', 'strike'),
  encloses('`', 'code'),
]

function begins(pattern: RegExp, said: (match: RegExpMatchArray) => Said): InputRule {
  return new InputRule(pattern, (state, match, from, to): Transaction | null => {
    const $from = state.doc.resolve(from)
    if ($from.parent.attrs.list) return null
    return state.tr.delete(from, to).setNodeMarkup($from.before(), null, { ...$from.parent.attrs, ...said(match) })
  })
}

/** Signs around words become a mark of them, as in Markdown, with the last sign that is typed. */
function encloses(signs: string, name: string): InputRule {
  const sign = signs.replace(/[*]/g, '\\*')
  const other = `[^\\s${signs[0]}]`
  const pattern = new RegExp(`(^|[\\s(])${sign}(${other}|${other}[^${signs[0]}]*${other})${sign}$`)
  const type = mark(name)
  return new InputRule(
    pattern,
    ({ tr }, [, before = '', words = ''], from, to) => {
      const start = from + before.length
      const wordsAt = start + signs.length
      // The last of the signs is not there yet.
      return tr
        .delete(wordsAt + words.length, to)
        .delete(start, wordsAt)
        .addMark(start, start + words.length, type.create())
        .removeStoredMark(type)
    },
    { inCodeMark: false },
  )
}

/** What is said of what is selected. */
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
  const range = empty ? around(state) : { from, to }
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
