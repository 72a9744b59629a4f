import type { ScreenPoint } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { askForPages, closeDialog, closeField, finishPdf, setPreferences, show, showToast } from './actions.ts'
import { createUi, type GivenPdf } from './create-ui.ts'

const start = {
  dialog: null,
  pdfs: [],
  beside: [],
  field: null,
  menu: null,
  zen: false,
  toast: null,
  printed: 'board',
  printImages: null,
  preferences: { minimap: false, lowLatency: false, numbers: false, asked: true },
}

test('an interface starts with nothing open', () => {
  expect(createUi().state()).toEqual(start)
})

test('an observer is called after each change until it stops', () => {
  const ui = createUi()
  const seen: unknown[] = []
  const stop = ui.observe(() => seen.push(ui.state().menu))
  const menu = { x: 3, y: 4 } as ScreenPoint
  ui.change({ menu })
  stop()
  ui.change({ menu: null })
  expect(seen).toEqual([menu])
})

test('a change keeps every other part of the state', () => {
  const ui = createUi()
  ui.change({ dialog: 'share' })
  setPreferences(ui, { minimap: true })
  expect(ui.state()).toEqual({
    ...start,
    dialog: 'share',
    preferences: { ...start.preferences, minimap: true },
  })
})

test('closing a dialog leaves another one open that replaced it', () => {
  const ui = createUi()
  ui.change({ dialog: 'palette' })
  ui.change({ dialog: 'help' })
  closeDialog(ui, 'palette')
  expect(ui.state()).toEqual({ ...start, dialog: 'help' })
  closeDialog(ui, 'help')
  expect(ui.state()).toEqual(start)
})

test('closing a text field leaves another one open that replaced it', () => {
  const ui = createUi()
  ui.change({ field: { type: 'title' } })
  closeField(ui, 'text-link')
  expect(ui.state()).toEqual({ ...start, field: { type: 'title' } })
  closeField(ui, 'title')
  expect(ui.state()).toEqual(start)
})

test('parts beside the board stay in the order in which they were opened, each once', () => {
  const ui = createUi()
  let changes = 0
  ui.observe(() => {
    changes += 1
  })
  show(ui, 'outline')
  show(ui, 'search')
  show(ui, 'outline')
  expect(ui.state()).toEqual({ ...start, beside: ['outline', 'search'] })
  show(ui, 'outline', false)
  show(ui, 'inspector', false)
  expect(ui.state()).toEqual({ ...start, beside: ['search'] })
  expect(changes).toBe(3)
})

test('a message is in the language shown when it is read', () => {
  const ui = createUi()
  showToast(ui, ({ locale }) => `in ${locale}`)
  const { toast } = ui.state()
  expect(['en', 'de'].map((locale) => toast?.({ locale } as Parameters<typeof toast>[0]))).toEqual(['in en', 'in de'])
})

const pdfNamed = (name: string): GivenPdf => ({ file: new File([], name), at: { x: 0, y: 0 } })

test('PDF files are asked for one after the other, and then the dialog is closed', () => {
  const ui = createUi()
  const [one, two] = [pdfNamed('one.pdf'), pdfNamed('two.pdf')]
  askForPages(ui, [one])
  askForPages(ui, [two])
  expect(ui.state()).toMatchObject({ dialog: 'pdf', pdfs: [one, two] })
  finishPdf(ui)
  expect(ui.state()).toMatchObject({ dialog: 'pdf', pdfs: [two] })
  finishPdf(ui)
  expect(ui.state()).toMatchObject({ dialog: null, pdfs: [] })
})

test('a PDF whose dialog another one has replaced is not asked for again', () => {
  const ui = createUi()
  const [one, two] = [pdfNamed('one.pdf'), pdfNamed('two.pdf')]
  askForPages(ui, [one])
  ui.change({ dialog: 'help' })
  askForPages(ui, [two])
  expect(ui.state()).toMatchObject({ dialog: 'pdf', pdfs: [two] })
})
