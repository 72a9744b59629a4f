import type { ViewSize } from '../viewport/viewport.ts'

interface ResizeEvents {
  resize(size: ViewSize): void
  /** A keyboard on the screen came up or went away. */
  keyboard(): void
}

/** Reports the size of an element, now and whenever it or the screen's density changes, and the keyboards of touch screens. */
export function observeSize(element: HTMLElement, events: ResizeEvents): () => void {
  const report = () => events.resize(element.getBoundingClientRect())
  const observer = new ResizeObserver(report)
  observer.observe(element)
  const keyboard = () => events.keyboard()
  window.visualViewport?.addEventListener('resize', keyboard)
  report()
  const unwatch = watchDensity(report)
  return () => {
    unwatch()
    observer.disconnect()
    window.visualViewport?.removeEventListener('resize', keyboard)
  }
}

/** Calls whenever the screen has another density: the page was zoomed, or its window moved to another screen. */
function watchDensity(onChange: () => void): () => void {
  const stop = new AbortController()
  let density = window.devicePixelRatio
  let query = new AbortController()
  const look = () => {
    if (window.devicePixelRatio === density) return
    density = window.devicePixelRatio
    watch()
    onChange()
  }
  const watch = () => {
    query.abort()
    query = new AbortController()
    matchMedia(`(resolution: ${density}dppx)`).addEventListener('change', look, { signal: query.signal })
  }
  watch()
  // Some browsers tell of it with the size of the window only.
  window.addEventListener('resize', look, { signal: stop.signal })
  return () => {
    query.abort()
    stop.abort()
  }
}
