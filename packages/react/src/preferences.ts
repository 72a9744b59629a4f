import type { Editor, Settings } from '@inkbridge/canvas'
import { inks } from '@inkbridge/types'
import { useCallback, useEffect, useState } from 'react'

/** Preferences of this browser. */
export interface Preferences {
  readonly minimap: boolean
  /** Ink reaches the screen sooner, where the browser can and draws it right. */
  readonly lowLatency: boolean
  /** Position and size of what is selected are shown as numbers. */
  readonly numbers: boolean
  /** The person was asked for a name. */
  readonly asked: boolean
}

const [key, settingsKey] = ['inkbridge.preferences', 'inkbridge.settings']

export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, set] = useState(() => {
    const { minimap, lowLatency, numbers, asked } = read(key)
    return {
      minimap: minimap === true,
      lowLatency: lowLatency === true,
      numbers: numbers === true,
      asked: asked === true,
    }
  })
  const change = useCallback((part: Partial<Preferences>) => {
    set((before) => {
      const after = { ...before, ...part }
      write(key, after)
      return after
    })
  }, [])
  return [preferences, change]
}

/** The editor's settings are those of the last time, and kept for the next. */
export function useKeptSettings(editor: Editor): void {
  useEffect(() => {
    const kept = read(settingsKey)
    const switches = ['snaps', 'grid', 'wholly', 'jumps'] as const satisfies readonly (keyof Settings)[]
    const known = switches.filter((name) => typeof kept[name] === 'boolean')
    const paper = inks.find((ink) => ink === kept.paper) ?? null
    editor.configure({ ...Object.fromEntries(known.map((name) => [name, kept[name]])), paper })
    // Read once, and only then written.
    let current = editor.state().settings
    return editor.observe(() => {
      const { settings: now } = editor.state()
      if (now !== current) write(settingsKey, now)
      current = now
    })
  }, [editor])
}

function read(name: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A browser that keeps nothing goes on with what was chosen until the page is closed. */
function write(name: string, value: object): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {}
}
