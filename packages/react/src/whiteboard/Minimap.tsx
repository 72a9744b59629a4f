import type { Editor } from '@inkbridge/canvas'
import { type PointerEvent, useEffect, useRef } from 'react'
import { useWords } from '../locale/locale.ts'

const size = { width: 192, height: 124 }
/** Minimum time between repaints, ms. */
const everyMs = 60

/** The minimap; a click or drag moves the view. */
export function Minimap({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useRef<{ readonly x: number; readonly y: number; readonly zoom: number } | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const paint = () => {
      timer = null
      if (canvas.current) shown.current = editor.paintMinimap(canvas.current, size)
    }
    paint()
    const stop = editor.observeFrames(() => {
      timer ??= setTimeout(paint, everyMs)
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [editor])

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!shown.current || (event.type === 'pointermove' && event.buttons !== 1)) return
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const { x, y, zoom } = shown.current
    editor.lookAt({ x: x + (event.clientX - left) / zoom, y: y + (event.clientY - top) / zoom })
  }
  const ratio = window.devicePixelRatio || 1
  return (
    <div className="ink-bar ink-minimap">
      <canvas
        ref={canvas}
        width={size.width * ratio}
        height={size.height * ratio}
        style={size}
        aria-label={t('minimap.label')}
        role="img"
        onPointerDown={go}
        onPointerMove={go}
      />
    </div>
  )
}
