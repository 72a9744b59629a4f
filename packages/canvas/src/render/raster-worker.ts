import { openBoard } from '@inkbridge/board'
import * as Y from 'yjs'
import { type FontFile, loadFonts } from '../fonts.ts'
import { Scene } from '../scene.ts'
import { type Lifted, rasterize } from './raster.ts'
import type { FromWorker, ToWorker } from './raster-messages.ts'
import type { Cell } from './tiles.ts'

/**
 * Draws tiles beside the page: another replica of the board, fed with the same updates, so that nothing has to be
 * taken apart and put together for it. Messages keep their order, so that a tile that is drawn after an update shows it.
 */
const doc = new Y.Doc()
const board = openBoard(doc)
const scene = new Scene([])
board.observe((change) => scene.take(change))

let revision = 0
let wanted: Cell[] = []
let settings: (ToWorker & { type: 'settings' }) | null = null
let lifted: Lifted = new Set()
let canvas: OffscreenCanvas | null = null
/** Lets what has come in meanwhile be taken first. */
const { port1, port2 } = new MessageChannel()
let asleep = true

port1.onmessage = () => {
  const cell = wanted.shift()
  if (cell) drawTile(cell)
  if (wanted.length > 0) port2.postMessage(null)
  else asleep = true
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'update') {
    if (data.update) Y.applyUpdate(doc, data.update)
    revision = data.revision
  } else if (data.type === 'settings') settings = data
  else if (data.type === 'lift') lifted = new Set(data.ids)
  else if (data.type === 'fonts') void haveFonts(data.files)
  else wanted = [...data.cells]
  if (wanted.length === 0 || !asleep) return
  asleep = false
  port2.postMessage(null)
}

async function haveFonts(files: readonly FontFile[]): Promise<void> {
  const fonts = (self as unknown as { readonly fonts?: FontFaceSet }).fonts
  if (fonts) await loadFonts(files, fonts)
  // A context goes on with the font it found for a name.
  canvas = null
  send({ type: 'fonts' })
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

function drawTile(cell: Cell): void {
  if (!settings) return
  const { side, pixelRatio, theme, generation } = settings
  if (canvas?.width !== side) canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')
  if (!context) return
  for (const _ of rasterize(context, scene, { ...cell, side, scale: cell.zoom * pixelRatio }, theme, lifted));
  const bitmap = canvas.transferToImageBitmap()
  send({ type: 'tile', cell, revision, generation, bitmap }, [bitmap])
}
