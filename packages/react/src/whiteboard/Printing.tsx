import { drawnImages, type Editor, type Images, type Printed, paintPicture } from '@inkbridge/canvas'
import { useLayoutEffect, useRef } from 'react'
import { useOpenBoard } from '../ui/ui.ts'

/** Longer side of a sheet, pixels: A4 at 200 dpi; and the maximum number of pixels of all sheets. */
const [sheetSide, mostPixels] = [2_340, 80e6]

/** Prints the board instead of the page, however printing was started. */
export function Printing() {
  const { editor, ui } = useOpenBoard()
  const sheets = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const stop = new AbortController()
    const on = (name: 'beforeprint' | 'afterprint', listener: () => void) =>
      window.addEventListener(name, listener, { signal: stop.signal })
    on('beforeprint', () => sheets.current?.replaceChildren(...paintedSheets(editor, ui.state())))
    on('afterprint', () => {
      sheets.current?.replaceChildren()
      ui.state().printImages?.dispose()
      ui.change({ printed: 'board', printImages: null })
    })
    return () => stop.abort()
  }, [editor, ui])
  return <div className="ink-print" ref={sheets} />
}

/** Loads the pictures that printing draws. */
export function printImagesOf(editor: Editor, printed: Printed): Promise<Images> {
  const shapes = editor.sheets(printed).flatMap((sheet) => sheet.shapes)
  return drawnImages(shapes, { ...lookOf(editor), maxSide: Number.POSITIVE_INFINITY }, editor.images.load)
}

function lookOf({ layout, kinds }: Editor) {
  return { theme: 'light', paper: false, layout, kinds, scale: 4 } as const
}

/** Returns images on white, scaled to fit a sheet. Printing that the browser started shows the pictures that are there. */
function paintedSheets(
  editor: Editor,
  { printed, printImages }: { readonly printed: Printed; readonly printImages: Images | null },
): readonly HTMLElement[] {
  const sheets = editor.sheets(printed)
  const maxSide = Math.min(sheetSide, Math.sqrt(mostPixels / Math.max(1, sheets.length)))
  return sheets.flatMap(({ shapes, crop }) => {
    const canvas = document.createElement('canvas')
    const look = {
      ...lookOf(editor),
      images: printImages ?? editor.images,
      maxSide,
      ...(crop ? { crop } : {}),
    } as const
    return paintPicture(canvas, shapes, look) ?? []
  })
}
