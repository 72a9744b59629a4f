import type { WorldPoint } from '@inkbridge/types'
import type { EditorProblem } from '../plan/plan.ts'

/** What the browser's clipboard asks of a board. */
export interface ClipboardEvents {
  /** What is selected, as text; null when there is nothing. */
  copy(): string | null
  /** Deletes what was copied. */
  cut(): void
  /** False when it cannot be pasted. `at`: where it goes, else to where the pointer is. */
  paste(text: string, inPlace: boolean, at?: WorldPoint): boolean
  /** Why nothing was pasted. */
  problem(problem: EditorProblem): void
  /** Whether what the browser's keys ask for is asked of this board. */
  owns(event: ClipboardEvent): boolean
}

/** For menus, which come without an event of the clipboard. */
export interface Clipboard {
  copy(): void
  cut(): void
  paste(inPlace: boolean, at?: WorldPoint): void
  stop(): void
}

/** Listens to the clipboard events of the page: some browsers send them there, whatever has the focus. */
export function listenToClipboard(events: ClipboardEvents): Clipboard {
  const stop = new AbortController()
  let inPlace = false
  let asked = false
  const ask = (name: 'copy' | 'cut') => {
    asked = true
    // The browser allows what a click began, and sends the event meanwhile.
    document.execCommand(name)
    asked = false
  }
  const on = (name: 'copy' | 'cut' | 'paste', listener: (data: DataTransfer) => boolean) =>
    document.addEventListener(
      name,
      (event) => {
        if (!event.clipboardData || !(asked || events.owns(event))) return
        if (listener(event.clipboardData)) event.preventDefault()
      },
      { signal: stop.signal },
    )
  const write = (data: DataTransfer) => {
    const text = events.copy()
    if (text) data.setData('text/plain', text)
    return text !== null
  }
  on('copy', write)
  on('cut', (data) => {
    const written = write(data)
    if (written) events.cut()
    return written
  })
  on('paste', (data) => {
    const text = data.getData('text/plain')
    if (text === '' && data.files.length > 0) {
      events.problem('paste-files')
      return true
    }
    return events.paste(text, inPlace)
  })
  // A paste does not tell whether Shift was held.
  window.addEventListener('keydown', ({ shiftKey }) => (inPlace = shiftKey), { signal: stop.signal, capture: true })

  return {
    copy: () => ask('copy'),
    cut: () => ask('cut'),
    paste: (place, at) => {
      const read = navigator.clipboard?.readText?.()
      const refused = () => events.problem('paste-blocked')
      if (!read) return refused()
      void read.then((text) => {
        if (!events.paste(text, place, at)) events.problem('paste-unknown')
      }, refused)
    },
    stop: () => stop.abort(),
  }
}
