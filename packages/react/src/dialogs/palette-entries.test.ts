import { builtInCommands, builtInTools } from '@inkbridge/canvas'
import { describe, expect, test } from 'vitest'
import { de } from '../locale/de.ts'
import { en } from '../locale/en.ts'
import type { BoardMessages } from '../locale/languages.ts'
import { createWords } from '../locale/words.ts'
import { fieldsFor } from '../panels/style-fields.tsx'
import { findEntries, paletteEntries } from './palette-entries.ts'

const asked: unknown[] = []
const editor = {
  commands: builtInCommands,
  tools: builtInTools,
  act: (command: unknown) => {
    asked.push(command)
    return true
  },
  setTool: (tool: unknown) => void asked.push(tool),
  setStyle: (style: unknown) => void asked.push(style),
}

const facts = {
  ...{
    readOnly: false,
    selected: 2,
    locked: 0,
    boxShapes: 2,
    linked: 0,
    withText: 0,
    units: 2,
    groups: 0,
    images: 0,
    cropped: 0,
    frames: 0,
  },
  ...{ anyLocked: false, anyHidden: false, style: false, bindable: false, connectable: true, writable: false },
}
const state = {
  facts,
  styles: ['color', 'width', 'fill', 'pattern', 'font', 'size', 'dash'] as const,
  style: { color: 'ink', width: 4 } as const,
  mixed: [],
  settings: { snaps: true, grid: false, wholly: false, jumps: false, paper: null },
  ...{ keepTool: false, viewing: false, tool: 'select' as const },
}

const english = createWords<BoardMessages>('en', en)
const german = createWords<BoardMessages>('de', de)

function found(typed: string, words = english, count = 3): readonly string[] {
  return findEntries(paletteEntries(editor, state, words), typed)
    .slice(0, count)
    .map(({ id }) => id)
}

describe('a command is found by synonyms', () => {
  test.each([
    ['export', 'export'],
    ['download', 'export'],
    ['save', 'export'],
    ['png', 'copy-png'],
    ['share', 'share'],
    ['invite', 'share'],
    ['rename', 'rename-board'],
    ['title', 'rename-board'],
    ['snap', 'grid'],
    ['rotate', 'turn-right'],
    ['mirror', 'flip-x'],
    ['find', 'search'],
    ['sticky', 'tool-note'],
    ['post-it', 'tool-note'],
    ['focus', 'zen'],
    ['zen', 'zen'],
    ['full screen', 'zen'],
    ['background', 'paper-plain'],
    ['open file', 'import'],
    ['circle', 'tool-ellipse'],
    ['connector', 'tool-arrow'],
    ['clone', 'duplicate'],
    ['dark', 'theme'],
    ['red', 'style-ink-Red'],
    ['mono', 'style-font-Mono'],
  ])('%s', (typed, id) => {
    expect(found(typed)).toContain(id)
  })
})

test.each([
  ['herunterladen', 'export'],
  ['umbenennen', 'rename-board'],
  ['einladen', 'share'],
  ['finden', 'search'],
  ['fokus', 'zen'],
  ['hintergrund', 'paper-plain'],
  ['drehen', 'turn-right'],
  ['einrasten', 'grid'],
  ['zettel', 'tool-note'],
  ['kreis', 'tool-ellipse'],
])('in German %s is found', (typed, id) => {
  expect(found(typed, german)).toContain(id)
})

test('the typed label comes first, then one with the typed word, then one that begins with it, then one with it, then synonyms', () => {
  const entry = (id: string, label: string, synonyms = '') => ({
    ...{ id, label, synonyms, place: null, isOn: false },
    run: () => undefined,
  })
  const entries = [
    entry('synonym', 'Zen mode', 'grid'),
    entry('within', 'Show gridlines'),
    entry('begins', 'Gridlines'),
    entry('word', 'Arrange in grid'),
    entry('same', 'Grid'),
    entry('other', 'Undo'),
  ]
  expect(findEntries(entries, 'grid').map(({ id }) => id)).toEqual(['same', 'word', 'begins', 'within', 'synonym'])
  expect(findEntries(entries, 'zen grid').map(({ id }) => id)).toEqual(['synonym'])
  expect(findEntries(entries, 'nothing')).toEqual([])
})

test('an entry has its place in the interface, and whether it is on', () => {
  const entries = paletteEntries(editor, state, english)
  const shown = ['grid', 'snaps', 'align-left', 'duplicate', 'share', 'tool-select', 'style-ink-Black'].map((id) => {
    const { place, isOn } = entries.find((each) => each.id === id) ?? {}
    return [id, place, isOn]
  })
  expect(shown).toEqual([
    ['grid', 'More menu', false],
    ['snaps', 'More menu', true],
    ['align-left', 'Context menu, Align', false],
    ['duplicate', 'Context menu', false],
    ['share', 'Top bar', false],
    ['tool-select', 'Toolbar', true],
    ['style-ink-Black', 'Style panel', true],
  ])
})

test('styles are listed only when something is typed', () => {
  expect(found('', english, 1000).filter((id) => id.startsWith('style-'))).toEqual([])
})

test('synonyms are for entries that exist', () => {
  const keys = [
    'color',
    'fill',
    'pattern',
    'font',
    'size',
    'dash',
    'look',
    'corners',
    'align',
    'valign',
    'route',
  ] as const
  const ids = new Set([
    ...builtInCommands.map(({ id, group }) => (group === 'convert' || group === 'paper' ? group : id)),
    ...builtInTools.map(({ name }) => `tool-${name}`),
    ...keys.flatMap((key) => fieldsFor([key]).map(({ name }) => `style-${name}`)),
    ...fieldsFor(['fill', 'color']).map(({ name }) => `style-${name}`),
    ...fieldsFor(['fill', 'pattern']).map(({ name }) => `style-${name}`),
  ])
  const known = Object.keys(en).filter((key) => key.startsWith('synonyms.'))
  expect(known.filter((key) => !ids.has(key.slice('synonyms.'.length)))).toEqual([])
})
