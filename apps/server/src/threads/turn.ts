const waiting: (() => void)[] = []

/**
 * Resolves when the next slice of long work may run on this thread: one slice per turn of the event loop, of all such
 * work together, so that many long tasks delay other work no longer than one does.
 */
export function aTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(next)
  })
}

function next(): void {
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(next)
}
