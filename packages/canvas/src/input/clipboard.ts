import { noFiles } from '../paste/files.ts'

/** What the browser's clipboard asks of a board. */
export interface ClipboardEvents {
  /** What is selected, as text; null when there is nothing. */
  copy(): string | null
  /** Deletes what was copied. */
  cut(): void
  /** False when it cannot be pasted. */
  paste(text: string, inPlace: boolean): boolean
  /** A sentence for the person. */
  problem(message: string): void
}

/** For menus, which come without an event of the clipboard. */
export interface Clipboard {
  copy(): void
  cut(): void
  paste(inPlace: boolean): void
  stop(): void
}

/** Listens to the browser's clipboard events, outside of fields for text. */
export function listenToClipboard(events: ClipboardEvents): Clipboard {
  const stop = new AbortController()
  let inPlace = false
  const on = (name: 'copy' | 'cut' | 'paste', listener: (data: DataTransfer) => boolean) =>
    document.addEventListener(
      name,
      (event) => {
        if (isTyping(event.target) || !event.clipboardData) return
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
      events.problem(noFiles)
      return true
    }
    return events.paste(text, inPlace)
  })
  // A paste does not tell whether Shift was held.
  window.addEventListener('keydown', ({ shiftKey }) => (inPlace = shiftKey), { signal: stop.signal, capture: true })

  return {
    // The browser allows what a click began.
    copy: () => void document.execCommand('copy'),
    cut: () => void document.execCommand('cut'),
    paste: (place) => {
      const read = navigator.clipboard?.readText?.()
      const refused = () => events.problem('This browser lets a page paste by its keys only: press Ctrl+V, or ⌘V.')
      if (!read) return refused()
      void read.then((text) => {
        if (!events.paste(text, place)) events.problem('Nothing on the clipboard can be pasted here.')
      }, refused)
    },
    stop: () => stop.abort(),
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}
