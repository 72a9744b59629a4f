import type { ViewSize } from '../viewport/camera.ts'

interface ResizeEvents {
  resize(size: ViewSize): void
  /** A keyboard on the screen came up or went away. */
  keyboard(): void
}

/** Reports the size of an element, now and whenever it changes, and the keyboards of touch screens. */
export function observeSize(element: HTMLElement, events: ResizeEvents): () => void {
  const report = () => events.resize(element.getBoundingClientRect())
  const observer = new ResizeObserver(report)
  observer.observe(element)
  const keyboard = () => events.keyboard()
  window.visualViewport?.addEventListener('resize', keyboard)
  report()
  return () => {
    observer.disconnect()
    window.visualViewport?.removeEventListener('resize', keyboard)
  }
}
