import type { ScreenPoint } from '@inkbridge/types'
import { type PointerEvent, useRef, useState } from 'react'

/** A press that moves less than this is a click, CSS pixels. */
const clickPx = 6

/** Drags an item by mouse or pen; fingers scroll. */
export interface ItemDrag {
  /** Where the pointer is, CSS pixels of the window; null: nothing is dragged. */
  readonly at: ScreenPoint | null
  /** Whether the last press was a drag, and so its click is not one. */
  wasDrag(): boolean
  readonly handlers: {
    onPointerDown(event: PointerEvent): void
    onPointerMove(event: PointerEvent): void
    onPointerUp(event: PointerEvent): void
    onPointerCancel(): void
  }
}

/** @param drop is called where the pointer is released */
export function useItemDrag(drop: (at: ScreenPoint) => void): ItemDrag {
  const [at, setAt] = useState<ScreenPoint | null>(null)
  const from = useRef<ScreenPoint | null>(null)
  const wasDrag = useRef(false)
  const end = () => {
    from.current = null
    setAt(null)
  }
  return {
    at,
    wasDrag: () => wasDrag.current,
    handlers: {
      onPointerDown(event) {
        wasDrag.current = false
        if (event.button !== 0 || event.pointerType === 'touch') return
        from.current = pointOf(event)
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove(event) {
        const to = pointOf(event)
        if (!from.current || (!at && Math.hypot(to.x - from.current.x, to.y - from.current.y) < clickPx)) return
        wasDrag.current = true
        setAt(to)
      },
      onPointerUp(event) {
        if (at) drop(pointOf(event))
        end()
      },
      onPointerCancel: end,
    },
  }
}

function pointOf({ clientX, clientY }: PointerEvent): ScreenPoint {
  return { x: clientX, y: clientY } as ScreenPoint
}
