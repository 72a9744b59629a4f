import { seeded } from '@inkbridge/types/testing'
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { relativePositionToAbsolutePosition, ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { boundText, ownSelection } from './bound-text.ts'
import { schema } from './schema.ts'

/** A person who types, without a browser: provides what plugins need of a ProseMirror view. */
class Writer {
  readonly doc: Y.Doc
  readonly text: Y.XmlFragment
  state: EditorState
  readonly #plugins: readonly { update?(view: unknown, before: EditorState): void }[]

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.text = doc.getXmlFragment('text')
    const bound = boundText(this.text)
    this.state = EditorState.create({ doc: bound.doc, plugins: [...bound.plugins] })
    this.#plugins = bound.plugins.flatMap((plugin) => plugin.spec.view?.(this as never) ?? [])
  }

  hasFocus(): boolean {
    return false
  }

  dispatch(transaction: Transaction): void {
    const before = this.state
    this.state = before.apply(transaction)
    for (const plugin of this.#plugins) plugin.update?.(this, before)
  }

  place(anchor: number, head = anchor): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, anchor, head)))
  }

  type(letters: string): void {
    this.dispatch(this.state.tr.insertText(letters))
  }

  erase(): void {
    const { from } = this.state.selection
    this.dispatch(this.state.tr.delete(from - 1, from))
  }

  get words(): string {
    return this.state.doc.textBetween(0, this.state.doc.content.size, '\n')
  }

  /** The text in the document, for readers. */
  get written(): string {
    return this.text
      .toArray()
      .map((each) => (each instanceof Y.XmlElement ? each.toArray().join('') : ''))
      .join('\n')
  }
}

/** Two people who type in one text, and the exchange of their updates. */
function pair(words: string): readonly [Writer, Writer, () => void] {
  const first = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  first.getXmlFragment('text').insert(0, [paragraph])
  paragraph.insert(0, [new Y.XmlText(words)])
  const second = new Y.Doc()
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
  const [one, other] = [new Writer(first), new Writer(second)]
  const meet = () => {
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first, Y.encodeStateVector(second)))
    Y.applyUpdate(first, Y.encodeStateAsUpdate(second, Y.encodeStateVector(first)))
  }
  return [one, other, meet]
}

test.each([
  ['at the end', 'alpha', 6, 'alpha', ''],
  ['at the beginning', 'alpha', 1, '', 'alpha'],
  ['in the middle', 'alpha', 3, 'al', 'pha'],
  ['in a text without words', '', 1, '', ''],
])(
  'two people typing in one place %s keep their own words whole, in any order of edits',
  (_name, words, at, before, after) => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seeded(seed)
      const [one, other, meet] = pair(words)
      for (const each of [one, other]) each.place(at)
      // Equal adjacent letters are distinguished, too.
      const texts = [' one oooon', 'oon two nno'] as const
      const left = texts.map((text) => [...text])
      while (left.some((letters) => letters.length > 0)) {
        const turn = random() < 0.5 ? 0 : 1
        const letter = left[turn]?.shift()
        if (letter) [one, other][turn]?.type(letter)
        if (random() < 0.7) meet()
      }
      meet()
      const all = [one, other].flatMap((each) => [each.words, each.written])
      expect(new Set(all).size, `seed ${seed}: ${all.join(' | ')}`).toBe(1)
      const either = [`${before}${texts[0]}${texts[1]}${after}`, `${before}${texts[1]}${texts[0]}${after}`]
      expect(either, `seed ${seed}`).toContain(all[0])
    }
  },
)

test('erasing removes the user’s letter, also beside the same letter of another', () => {
  const [one, other, meet] = pair('a')
  for (const each of [one, other]) each.place(2)
  one.type('o')
  meet()
  other.type('o')
  other.type('n')
  meet()
  expect([one.words, one.state.selection.from, other.words]).toEqual(['aono', 5, 'aono'])
  one.erase()
  one.type('k')
  meet()
  expect([one.words, other.words, other.written]).toEqual(['aonk', 'aonk', 'aonk'])
})

test('a selection stays when others type at its ends', () => {
  const [one, other, meet] = pair('alpha')
  one.place(2, 4)
  other.place(2)
  other.type('x')
  other.place(5)
  other.type('y')
  meet()
  const { from, to } = one.state.selection
  expect([one.words, one.state.doc.textBetween(from, to)]).toEqual(['axlpyha', 'lp'])
})

test('others see a caret behind the text its owner typed', () => {
  const [one, other, meet] = pair('alpha')
  for (const each of [one, other]) each.place(6)
  one.type('!')
  const caret = ownSelection(one.state, one.text)?.head
  meet()
  other.type('?')
  meet()
  const { binding } = ySyncPluginKey.getState(other.state) ?? {}
  const seen = caret && binding && relativePositionToAbsolutePosition(other.doc, other.text, caret, binding.mapping)
  expect([other.words, seen]).toEqual(['alpha?!', 8])
})

test('two people typing in a new paragraph keep their own words whole', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = seeded(seed)
    const [one, other, meet] = pair('alpha')
    one.place(6)
    one.dispatch(one.state.tr.split(6))
    meet()
    other.place(other.state.doc.content.size - 1)
    const texts = ['one onion', 'two noons'] as const
    const left = texts.map((text) => [...text])
    while (left.some((letters) => letters.length > 0)) {
      const turn = random() < 0.5 ? 0 : 1
      const letter = left[turn]?.shift()
      if (letter) [one, other][turn]?.type(letter)
      if (random() < 0.5) meet()
    }
    meet()
    expect(other.words).toBe(one.words)
    expect([`alpha\n${texts[0]}${texts[1]}`, `alpha\n${texts[1]}${texts[0]}`], `seed ${seed}`).toContain(one.words)
  }
})

test('marks, paragraphs and whole words are written as typed', () => {
  const [one, other, meet] = pair('alpha')
  one.place(3)
  one.dispatch(one.state.tr.addStoredMark(schema.mark('bold')))
  one.type('B')
  one.dispatch(one.state.tr.split(one.state.selection.from))
  one.dispatch(one.state.tr.insertText('new ', 1, 3))
  meet()
  expect(other.words).toBe('new B\npha')
  expect(other.state.doc.toJSON()).toEqual(one.state.doc.toJSON())
  expect(other.state.doc.rangeHasMark(5, 6, schema.mark('bold').type)).toBe(true)
})
