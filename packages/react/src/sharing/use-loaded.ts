import { useCallback, useEffect, useRef, useState } from 'react'
import { report, useOpenBoard } from '../ui/ui.ts'

/** A value that is loaded when it is first shown. */
interface Loaded<Value> {
  /** Null while it is loading for the first time, and when that failed. */
  readonly value: Value | null
  /** Loads it again. */
  reload(): void
  /** Makes a change, and loads the value again, also when that failed. Errors are shown as a toast. */
  change(change: () => Promise<unknown>): void
}

/** Loads a value from the server; errors are shown as a toast. */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const { ui } = useOpenBoard()
  const [value, setValue] = useState<Value | null>(null)
  const latest = useRef(load)
  latest.current = load
  const reload = useCallback(() => {
    latest.current().then(setValue, (error: Error) => report(ui, error))
  }, [ui])
  useEffect(reload, [reload])
  const change = useCallback(
    (run: () => Promise<unknown>) => {
      run().then(reload, (error: Error) => {
        report(ui, error)
        reload()
      })
    },
    [ui, reload],
  )
  return { value, reload, change }
}
