import { EditorState, Selection, type Transaction } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'
import { splitRule, typedRules } from './typed-rules.ts'

/** The document after each step of typing, as `list heading: words`; the last letter is a separate step. */
function typedIn(letters: string): readonly string[] {
  const doc = schema.node('doc', null, [schema.node('paragraph')])
  let state = EditorState.create({ doc, plugins: [typedRules] })
  const steps: string[] = []
  const apply = (transaction: Transaction) => {
    state = state.apply(transaction)
    const { attrs, content } = state.doc.child(0)
    const words = content.content.map((node) => node.marks.map(({ type }) => `<${type.name}>`).join('') + node.text)
    steps.push(`${attrs.list ?? ''}${attrs.heading ?? ''}: ${words.join('')}`)
  }
  const view = {
    get state() {
      return state
    },
    composing: false,
    dispatch(transaction: Transaction) {
      const apart = splitRule(state, transaction)
      if (!apart) return apply(transaction)
      apply(apart.typed)
      apply(apart.rule(state))
    },
  }
  for (const letter of letters) {
    steps.length = 0
    const { from, to } = state.selection
    const handled = typedRules.props.handleTextInput?.call(typedRules, view as never, from, to, letter, () => state.tr)
    if (!handled) apply(state.tr.insertText(letter))
    expect(state.selection.head).toBe(Selection.atEnd(state.doc).head)
  }
  return steps
}

test.each([
  ['- ', [': - ', 'bullet: ']],
  ['1. ', [': 1. ', 'number: ']],
  ['[x] ', [': [x] ', 'check: ']],
  ['## ', [': ## ', '2: ']],
  ['a **big**', [': a **big**', ': a <bold>big']],
  ['`x`', [': `x`', ': <code>x']],
  ['2. ', [': 2. ']],
])('%j is in the text as typed before it is formatted', (letters, steps) => {
  expect(typedIn(letters)).toEqual(steps)
})
