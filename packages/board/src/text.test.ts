import { defaultStyle, type Edit, type RichText, richText, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, openBoard } from './board.ts'
import { exportJson, importJson, parseJson } from './json.ts'
import { readText } from './text.ts'

const id = 'a' as ShapeId
const at = { x: 0, y: 0, w: 100, h: 50, rotation: 0 }

function withNote(text?: RichText): Board {
  const board = openBoard(new Y.Doc())
  board.apply([
    {
      type: 'create',
      shape: { id, kind: 'note', at, style: defaultStyle, by: 'Mara', made: 5, ...(text ? { text } : {}) },
    },
  ])
  return board
}

/** A paragraph of the text. */
function paragraphOf(board: Board, index = 0): Y.XmlElement {
  const paragraph = board.textOf(id)?.get(index)
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('there is no paragraph')
  return paragraph
}

/** Its letters. */
function wordsOf(board: Board, index = 0): Y.XmlText {
  const words = paragraphOf(board, index).get(0)
  if (!(words instanceof Y.XmlText)) throw new Error('the text is missing')
  return words
}

const rich: RichText = [
  { runs: [{ text: 'Title' }], heading: 2 },
  { runs: [{ text: 'see ' }, { text: 'this', bold: true, color: 'red', link: 'https://example.org/' }] },
  { runs: [{ text: 'done' }], list: 'check', checked: true, indent: 2 },
]

test('text written in a shape is read as written', () => {
  const board = withNote(rich)
  expect(board.get(id)?.text).toEqual(rich)
  board.apply([{ type: 'text', id, text: richText('a\nb') }])
  expect(board.get(id)?.text).toEqual([{ runs: [{ text: 'a' }] }, { runs: [{ text: 'b' }] }])
  expect(withNote().get(id)?.text).toBeUndefined()
})

test('an item of a check list is checked and unchecked while another person types in it', () => {
  const board = withNote(rich)
  const words = wordsOf(board, 2)
  board.apply([{ type: 'check', id, paragraph: 2, checked: false }])
  expect(board.get(id)?.text?.[2]).toEqual({ runs: [{ text: 'done' }], list: 'check', indent: 2 })
  words.insert(4, ' soon')
  board.apply([{ type: 'check', id, paragraph: 2, checked: true }])
  expect(board.get(id)?.text?.[2]).toEqual({ runs: [{ text: 'done soon' }], list: 'check', checked: true, indent: 2 })
  const before = board.get(id)?.text
  board.apply([
    { type: 'check', id, paragraph: 0, checked: true },
    { type: 'check', id, paragraph: 7, checked: true },
    { type: 'check', id: 'nobody' as ShapeId, paragraph: 0, checked: true },
  ])
  expect(board.get(id)?.text).toEqual(before)
})

test('a copy has the same text, independent of the original', () => {
  const board = withNote(rich)
  const [copy] = board.duplicate([id], { x: 10, y: 10 })
  if (!copy) throw new Error('there is no copy')
  board.apply([{ type: 'text', id: copy, text: richText('other') }])
  expect([id, copy].map((each) => board.get(each)?.text)).toEqual([rich, richText('other')])
})

test('text survives a data file', () => {
  const parsed = parseJson(JSON.parse(exportJson(withNote(rich).doc, 'Board')))
  if (!parsed.ok) throw new Error(parsed.problem.message)
  const doc = new Y.Doc()
  importJson(doc, parsed.value, null)
  expect(openBoard(doc).get(id)).toMatchObject({ text: rich, by: 'Mara', made: 5 })
  const broken = parseJson({ type: 'inkbridge', version: 1, document: { shapes: {}, text: { a: [{ runs: [{}] }] } } })
  expect(broken.ok).toBe(false)
})

test('two people who start typing in a new shape at once type in the same text', () => {
  const [one, other] = [withNote(), openBoard(new Y.Doc())]
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc))
  const type = (board: Board, words: string) => {
    const text = new Y.XmlText()
    paragraphOf(board).insert(0, [text])
    text.insert(0, words)
  }
  type(one, 'left ')
  type(other, 'right ')
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc))
  const words = [one, other].map((board) =>
    board
      .get(id)
      ?.text?.[0]?.runs.map(({ text }) => text)
      .sort(),
  )
  expect(words).toEqual([
    ['left ', 'right '],
    ['left ', 'right '],
  ])
})

test('typing changes the shape for everybody, and a paragraph turned into an item loses nothing', () => {
  const [one, other] = [withNote(richText('list me')), openBoard(new Y.Doc())]
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc))
  paragraphOf(one).setAttribute('list', 'bullet')
  wordsOf(other).insert(7, ' please')
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc))
  for (const board of [one, other])
    expect(board.get(id)?.text).toEqual([{ runs: [{ text: 'list me please' }], list: 'bullet' }])
})

test('typing is undone in its own steps, and others’ typing stays', () => {
  const board = withNote(richText('x'))
  const origin = { typing: true }
  board.trackTyping(origin)
  const text = wordsOf(board)
  board.doc.transact(() => text.insert(1, 'mine'), origin)
  board.doc.transact(() => text.insert(0, 'theirs '), 'elsewhere')
  expect(board.undo()).toBe(true)
  expect(board.get(id)?.text).toEqual(richText('theirs x'))
  expect(board.redo()).toBe(true)
  expect(board.get(id)?.text).toEqual(richText('theirs xmine'))
})

test('any content of a document’s text can be read', () => {
  const doc = new Y.Doc()
  const texts = doc.getMap<unknown>('text')
  const odd = new Y.XmlFragment()
  texts.set('a', odd)
  const list = new Y.XmlElement('bullet_list')
  const item = new Y.XmlElement('item')
  const words = new Y.XmlText()
  words.insert(0, 'in\ta list', { bold: true, color: 'url(x)', link: { href: 'javascript:alert(1)' }, hologram: {} })
  item.insert(0, [words])
  list.insert(0, [item])
  list.setAttribute('indent', 'ninety')
  odd.insert(0, [list, new Y.XmlText('bare')])
  expect(readText(odd)).toEqual([{ runs: [{ text: 'in a list', bold: true }] }, { runs: [{ text: 'bare' }] }])
  expect(readText('no text')).toBe(null)
  const long = new Y.XmlFragment()
  texts.set('b', long)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('x'.repeat(50_000))])
  long.insert(0, [paragraph])
  expect(readText(long)?.[0]?.runs[0]?.text.length).toBe(20_000)
})

test('the caret of another person is found by its encoded Yjs position, and invalid positions are not', () => {
  const board = withNote(richText('ab\ncd'))
  const encode = (index: number) => {
    const position = Y.createRelativePositionFromTypeIndex(wordsOf(board, 1), index)
    return btoa(String.fromCharCode(...Y.encodeRelativePosition(position)))
  }
  expect(board.textPlace(id, encode(1))).toEqual({ paragraph: 1, offset: 1 })
  for (const junk of ['', 'AAAA', '%%%', btoa('x'.repeat(50))])
    expect([junk, board.textPlace(id, junk)]).toEqual([junk, null])
})

test('a member of a frame names the frame, and a frame inside itself is in none', () => {
  const board = openBoard(new Y.Doc())
  const [outer, inner, shape, group, other] = ['outer', 'inner', 'shape', 'group', 'other'] as ShapeId[] as [
    ShapeId,
    ShapeId,
    ShapeId,
    ShapeId,
    ShapeId,
  ]
  const create = (name: ShapeId, kind: 'frame' | 'rect'): Edit => ({
    type: 'create',
    shape:
      kind === 'frame'
        ? { id: name, kind, at, style: defaultStyle, name: 'F' }
        : { id: name, kind, at, style: defaultStyle },
  })
  board.apply([create(outer, 'frame'), create(inner, 'frame'), create(shape, 'rect'), create(other, 'rect')])
  board.apply([
    { type: 'group', id: group, members: [shape, other] },
    { type: 'parent', id: group, parent: inner },
    { type: 'parent', id: inner, parent: outer },
  ])
  const frames = () => [inner, shape, other].map((name) => board.get(name)?.frame)
  expect(frames()).toEqual([outer, inner, inner])
  expect([...board.contentsOf(outer)].sort()).toEqual([inner, other, shape].sort())
  board.apply([{ type: 'parent', id: outer, parent: inner }])
  expect([outer, inner].map((name) => board.get(name)?.frame)).toEqual([undefined, undefined])
  expect(board.get(shape)?.frame).toBe(inner)
  board.apply([{ type: 'delete', id: inner }])
  expect(board.get(shape)?.frame).toBeUndefined()
  board.undo()
  expect(board.get(shape)?.frame).toBe(inner)
  const [copy] = board.duplicate([inner, shape, other], { x: 5, y: 5 })
  expect(board.contentsOf(copy as ShapeId).length).toBe(2)
  board.apply([{ type: 'props', id: inner, props: { name: 'Harbour' } }])
  expect(board.get(inner)).toMatchObject({ name: 'Harbour' })
})

test('a text of 20,000 marks of 20,000 names is read quickly, without the unknown marks', () => {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment('text')
  const paragraph = new Y.XmlElement('paragraph')
  const content = new Y.XmlText()
  fragment.insert(0, [paragraph])
  paragraph.insert(0, [content])
  content.insert(0, 'words')
  doc.transact((transaction) => {
    let at: Y.Item | null = content._start
    for (let index = 0; index < 20_000; index += 1) {
      const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
      const mark = new Y.Item(
        id,
        at,
        at?.lastId ?? null,
        null,
        null,
        content,
        null,
        new Y.ContentFormat(`m${index}`, true),
      )
      mark.integrate(transaction, 0)
      at = mark
    }
  })
  const before = process.threadCpuUsage()
  expect(readText(fragment)).toEqual([{ runs: [{ text: 'words' }] }])
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(500)
})

test('a text nested 6,000 deep is read down to the maximum depth', () => {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment('text')
  let around: Y.XmlFragment = fragment
  for (let depth = 0; depth < 6_000; depth += 1) {
    const element = new Y.XmlElement('paragraph')
    around.insert(0, [element])
    if (depth === 2) around.insert(1, [new Y.XmlText('near')])
    around = element
  }
  around.insert(0, [new Y.XmlText('far')])
  expect(readText(fragment)).toEqual([{ runs: [{ text: 'near' }] }])
})
