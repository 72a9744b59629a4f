import type { ScreenPoint } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { closeDialog, closeField, prefer, say, show } from './actions.ts'
import { createUi } from './create-ui.ts'

const start = {
  dialog: null,
  beside: [],
  field: null,
  menu: null,
  zen: false,
  toast: null,
  printed: 'board',
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
  prefer(ui, { minimap: true })
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

test('a message is said in the language that is shown when it is read', () => {
  const ui = createUi()
  say(ui, ({ locale }) => `in ${locale}`)
  const { toast } = ui.state()
  expect(['en', 'de'].map((locale) => toast?.({ locale } as Parameters<typeof toast>[0]))).toEqual(['in en', 'in de'])
})
