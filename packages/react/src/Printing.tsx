import { type Asked, type Editor, type Printed, paintPicture } from '@inkbridge/canvas'
import { useEffect, useLayoutEffect, useRef } from 'react'

interface PrintingProps {
  readonly editor: Editor
  /** What was asked for. */
  readonly dialog: Asked | null
}

/** The longer side of a sheet, pixels: that of A4 at 200 to the inch; of all sheets together no more than so many. */
const [sheetSide, mostPixels] = [2_340, 80e6]

/** Puts the board on paper in place of the page: however printing was asked for, the browser tells it before. */
export function Printing({ editor, dialog }: PrintingProps) {
  const sheets = useRef<HTMLDivElement>(null)
  const printed = useRef<Printed>('board')
  useLayoutEffect(() => {
    const stop = new AbortController()
    const on = (name: 'beforeprint' | 'afterprint', listener: () => void) =>
      window.addEventListener(name, listener, { signal: stop.signal })
    on('beforeprint', () => sheets.current?.replaceChildren(...paintedSheets(editor, printed.current)))
    on('afterprint', () => {
      sheets.current?.replaceChildren()
      printed.current = 'board'
    })
    return () => stop.abort()
  }, [editor])
  useEffect(() => {
    if (dialog !== 'print' && dialog !== 'print-frames') return
    printed.current = dialog === 'print' ? 'board' : 'frames'
    window.print()
  }, [dialog])
  return <div className="ink-print" ref={sheets} />
}

/** Pictures on white, each as large as it gets on a sheet. */
function paintedSheets(editor: Editor, printed: Printed): readonly HTMLElement[] {
  const sheets = editor.sheets(printed)
  const maxSide = Math.min(sheetSide, Math.sqrt(mostPixels / Math.max(1, sheets.length)))
  return sheets.flatMap(({ shapes, crop }) => {
    const canvas = document.createElement('canvas')
    const look = {
      theme: 'light',
      paper: false,
      layout: editor.layout,
      kinds: editor.kinds,
      scale: 4,
      maxSide,
      ...(crop ? { crop } : {}),
    } as const
    return paintPicture(canvas, shapes, look) ?? []
  })
}
