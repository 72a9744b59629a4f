import { type Editor, type Printed, paintPicture } from '@inkbridge/canvas'
import { useLayoutEffect, useRef } from 'react'
import { useOpenBoard } from '../ui/ui.ts'

/** The longer side of a sheet, pixels: A4 at 200 to the inch; and the most pixels of all sheets together. */
const [sheetSide, mostPixels] = [2_340, 80e6]

/** Puts the board on paper in place of the page: however printing was asked for, the browser tells it before. */
export function Printing() {
  const { editor, ui } = useOpenBoard()
  const sheets = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const stop = new AbortController()
    const on = (name: 'beforeprint' | 'afterprint', listener: () => void) =>
      window.addEventListener(name, listener, { signal: stop.signal })
    on('beforeprint', () => sheets.current?.replaceChildren(...paintedSheets(editor, ui.state().printed)))
    on('afterprint', () => {
      sheets.current?.replaceChildren()
      ui.change({ printed: 'board' })
    })
    return () => stop.abort()
  }, [editor, ui])
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
