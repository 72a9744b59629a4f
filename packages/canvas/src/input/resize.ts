import type { ViewSize } from '../viewport/viewport.ts'

interface ResizeEvents {
  resize(size: ViewSize): void
  /** An on-screen keyboard was opened or closed. */
  keyboard(): void
}

/** Reports the size of an element now and when it or the pixel ratio changes, and on-screen keyboards. */
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

/** Calls when the pixel ratio changes: by page zoom, or on another screen. */
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
  // Some browsers report it only with a resize.
  window.addEventListener('resize', look, { signal: stop.signal })
  return () => {
    query.abort()
    stop.abort()
  }
}
