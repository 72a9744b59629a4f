/** This many rectangles as one edit: about 110 bytes each. Runs in the page. */
export function drawMuch(count: number): void {
  inkbridge.board.apply(
    Array.from({ length: count }, (_, index) => {
      const at = { x: (index % 100) * 12, y: Math.floor(index / 100) * 12, w: 10, h: 10, rotation: 0 }
      const id = `much-${index}` as never
      return { type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } } as const
    }),
  )
}

/** A rectangle every few milliseconds, each as its own edit; `made` counts them. Runs in the page. */
export function drawSteadily(): void {
  const drawing = { made: 0, timer: 0 }
  drawing.timer = setInterval(() => {
    const at = { x: drawing.made * 3, y: 300, w: 10, h: 10, rotation: 0 }
    const id = `steady-${drawing.made}` as never
    inkbridge.board.apply([{ type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } }])
    drawing.made += 1
    Object.assign(globalThis, drawing)
  }, 10) as unknown as number
  Object.assign(globalThis, drawing)
}

/** Stops that, and returns how many there are. Runs in the page. */
export function drawnSteadily(): number {
  const drawing = globalThis as unknown as { made: number; timer: number }
  clearInterval(drawing.timer)
  return drawing.made
}
