import type { Editor, Settings } from '@inkbridge/canvas'
import { inks } from '@inkbridge/types'
import { useEffect, useLayoutEffect } from 'react'
import { prefer } from './actions.ts'
import type { Ui } from './create-ui.ts'

const [preferencesKey, settingsKey] = ['inkbridge.preferences', 'inkbridge.settings']

/** Reads the preferences of this browser before anything is shown, and stores them when they change. */
export function useStoredPreferences(ui: Ui): void {
  useLayoutEffect(() => {
    const { minimap, lowLatency, numbers, asked } = read(preferencesKey)
    prefer(ui, {
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
  }, [ui])
}

/** Gives the editor the settings of this browser, and stores them when they change. */
export function useStoredSettings(editor: Editor): void {
  useEffect(() => {
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
  }, [editor])
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

/** Without storage in the browser, changes last until the page is closed. */
function write(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {}
}
