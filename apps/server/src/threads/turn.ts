const waiting: (() => void)[] = []

/**
 * Resolves when the next piece of long work may be done on this thread: one piece in each turn of the event loop,
 * whatever it is of, so that much long work at once holds up nobody longer than one.
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
