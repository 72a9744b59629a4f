/** What the browser's clipboard asks of a canvas. */
export interface ClipboardEvents {
  /** What is selected, as text; null when there is nothing. */
  copy(): string | null
  /** What was copied is to go. */
  cut(): void
  /** False when the text is none of ours. */
  paste(text: string, inPlace: boolean): boolean
  /** A sentence for the person. */
  problem(message: string): void
}

/** For those who use no keys. */
export interface Clipboard {
  copy(): void
  cut(): void
  paste(inPlace: boolean): void
  stop(): void
}

/** Listens to what the browser tells of copying and pasting, outside of fields that one types in. */
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
  on('paste', (data) => events.paste(data.getData('text/plain'), inPlace))
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
        if (!events.paste(text, place)) events.problem('What was copied is nothing that can be put on a board.')
      }, refused)
    },
    stop: () => stop.abort(),
  }
}

/** A board's shapes in a text; null when it is something else. */
export function clipText(text: string): unknown {
  if (!text.startsWith('{"type":"inkbridge"')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}
