import type { Editor, Settings } from '@inkbridge/canvas'
import { inks } from '@inkbridge/types'
import { setPreferences } from './actions.ts'
import type { Ui } from './create-ui.ts'

const [preferencesKey, settingsKey] = ['inkbridge.preferences', 'inkbridge.settings']

/** Applies the stored preferences to the interface, and stores them when they change, until the returned function is called. */
export function persistPreferences(ui: Ui): () => void {
  const { minimap, lowLatency, numbers, asked } = read(preferencesKey)
  setPreferences(ui, {
    minimap: minimap === true,
    lowLatency: lowLatency === true,
    numbers: numbers === true,
    asked: asked === true,
  })
  return storeChanges(
    preferencesKey,
    (listener) => ui.observe(listener),
    () => ui.state().preferences,
  )
}

/** Applies the stored settings to the editor, and stores them when they change, until the returned function is called. */
export function persistSettings(editor: Editor): () => void {
  const stored = read(settingsKey)
  const switches = ['snaps', 'grid', 'wholly', 'jumps'] as const satisfies readonly (keyof Settings)[]
  const known = switches.filter((name) => typeof stored[name] === 'boolean')
  const paper = inks.find((ink) => ink === stored.paper) ?? null
  editor.configure({ ...Object.fromEntries(known.map((name) => [name, stored[name]])), paper })
  return storeChanges(
    settingsKey,
    (listener) => editor.observe(listener),
    () => editor.state().settings,
  )
}

/** Stores a value from its next change on. */
function storeChanges(key: string, observe: (listener: () => void) => () => void, get: () => object): () => void {
  let last = get()
  return observe(() => {
    const now = get()
    if (now !== last) write(key, now)
    last = now
  })
}

function read(key: string): Record<string, unknown> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Without browser storage, changes last until the page is closed. */
function write(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {}
}
