import type { WorldPoint } from '@inkbridge/types'
import type { EditorProblem } from '../plan/plan.ts'
import { fileOnClipboard } from './clip-files.ts'

/** Clipboard events for a board. */
export interface ClipboardEvents {
  /** Returns the selection as text; null: nothing is selected. */
  copy(): string | null
  /** Deletes the copied shapes. */
  cut(): void
  /** Returns false if the text cannot be pasted. `at`: where to, default: under the pointer. */
  paste(text: string, inPlace: boolean, at?: WorldPoint): boolean
  /** Pastes files; `at`: where to, default: under the pointer. */
  files(files: readonly File[], at?: WorldPoint): void
  /** Reports why nothing was pasted. */
  problem(problem: EditorProblem): void
  /** Whether a clipboard event is for this board. */
  owns(event: ClipboardEvent): boolean
}

/** Clipboard access for menus, which have no clipboard event. */
export interface Clipboard {
  copy(): void
  cut(): void
  paste(inPlace: boolean, at?: WorldPoint): void
  stop(): void
}

/** Listens to the clipboard events of the page: some browsers dispatch them there regardless of the focus. */
export function listenToClipboard(events: ClipboardEvents): Clipboard {
  const stop = new AbortController()
  let inPlace = false
  let asked = false
  const ask = (name: 'copy' | 'cut') => {
    asked = true
    // Allowed after a click; the browser dispatches the event synchronously.
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
      events.files([...data.files])
      return true
    }
    const file = fileOnClipboard(text, data.getData('text/html'))
    if (file) events.files([file])
    return file !== null || events.paste(text, inPlace)
  })
  // Paste events do not report Shift.
  window.addEventListener('keydown', ({ shiftKey }) => (inPlace = shiftKey), { signal: stop.signal, capture: true })

  return {
    copy: () => ask('copy'),
    cut: () => ask('cut'),
    paste: (place, at) => {
      void contentOfClipboard().then(
        ({ text, html, files }) => {
          const file = fileOnClipboard(text, html)
          if (file) events.files([file], at)
          else if (text === '' && files.length > 0) events.files(files, at)
          else if (!events.paste(text, place, at)) events.problem('paste-unknown')
        },
        () => events.problem('paste-blocked'),
      )
    },
    stop: () => stop.abort(),
  }
}

interface ClipboardContent {
  readonly text: string
  readonly html: string
  /** Images. */
  readonly files: readonly File[]
}

/** Reads the clipboard. Rejects when the browser or the user refuses. */
async function contentOfClipboard(): Promise<ClipboardContent> {
  const { clipboard } = navigator
  if (!clipboard) throw new Error('there is no clipboard on plain HTTP')
  if (!clipboard.read) return { text: await clipboard.readText(), html: '', files: [] }
  const items = await clipboard.read()
  const blobs = (pattern: RegExp) =>
    items.flatMap((item) => item.types.filter((type) => pattern.test(type)).map((type) => item.getType(type)))
  const textOf = async (type: RegExp) =>
    (await Promise.all(blobs(type).map(async (blob) => (await blob).text()))).join('\n')
  const [text, html] = [await textOf(/^text\/plain$/), await textOf(/^text\/html$/)]
  const images = await Promise.all(blobs(/^image\//))
  return { text, html, files: images.map((blob) => new File([blob], '', { type: blob.type })) }
}
