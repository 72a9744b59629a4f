import { openBoard } from '@inkbridge/board'
import * as Y from 'yjs'
import { fontShelf } from '../fonts.ts'
import { Scene } from '../scene.ts'
import { isTextPending, observeText, setShelf } from '../text/fonts.ts'
import type { FromWorker, ToWorker } from './raster-messages.ts'
import { TileDrawer } from './tile-drawer.ts'

/** What comes in meanwhile is taken after so long, ms. */
const sliceMs = 12

/**
 * Draws tiles beside the page: another replica of the board, fed with the same updates, so that nothing has to be
 * taken apart and put together for it. Messages keep their order, so that a tile that is drawn after an update shows it.
 */
const doc = new Y.Doc()
const board = openBoard(doc)
const scene = new Scene([])
board.observe((change) => scene.take(change))

/** The canvas of the last tile: its picture was taken out of it. */
let spare: OffscreenCanvas | null = null
let generation = 0
/** What the page was last told of what text waits for. */
let isPending = false
const drawer = new TileDrawer<OffscreenCanvas>({
  scene,
  canvas(side) {
    const canvas = spare?.width === side ? spare : new OffscreenCanvas(side, side)
    spare = null
    return canvas
  },
  tile(cell, canvas, revision) {
    const bitmap = canvas.transferToImageBitmap()
    if (!isPending && isTextPending()) {
      isPending = true
      send({ type: 'text', isPending })
    }
    send({ type: 'tile', cell, revision, generation, bitmap }, [bitmap])
    spare = canvas
  },
})
const { port1, port2 } = new MessageChannel()
let asleep = true

port1.onmessage = () => {
  drawer.work(sliceMs)
  asleep = drawer.isIdle
  if (!asleep) port2.postMessage(null)
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'updates') {
    doc.transact(() => {
      for (const update of data.updates) Y.applyUpdate(doc, update)
    })
    drawer.revision = data.revision
  } else if (data.type === 'settings') {
    drawer.set(data)
    generation = data.generation
  } else if (data.type === 'lift') drawer.lift(data.ids)
  else if (data.type === 'fonts') {
    const { fonts } = self as unknown as { readonly fonts?: FontFaceSet }
    if (fonts) setShelf(fontShelf(data.files, fonts))
    send({ type: 'ready' })
  } else drawer.want(data.cells)
  if (drawer.isIdle || !asleep) return
  asleep = false
  port2.postMessage(null)
}

observeText(() => {
  scene.setWords()
  // A context goes on with the font it found for a name.
  spare = null
  isPending = isTextPending()
  send({ type: 'text', isPending })
})

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}
