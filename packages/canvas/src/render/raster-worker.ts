import { openBoard } from '@inkbridge/board'
import * as Y from 'yjs'
import { Scene } from '../scene/scene.ts'
import { builtInKinds } from '../shapes.ts'
import {
  canvasMeasure,
  createFonts,
  createTextLayout,
  type FontFile,
  fontSource,
  loadedFonts,
  type TextLayout,
} from '../text.ts'
import type { FromWorker, ToWorker } from './raster-messages.ts'
import { TileDrawer } from './tile-drawer.ts'

/** What comes in meanwhile is taken after so long, ms. */
const sliceMs = 12

/**
 * Draws tiles beside the page: another replica of the board, fed with the same updates, so that nothing has to be
 * taken apart and put together for it. Messages keep their order, so that a tile that is drawn after an update shows it.
 */
class RasterWorker {
  readonly #doc = new Y.Doc()
  readonly #layout: TextLayout
  readonly #drawer: TileDrawer<OffscreenCanvas>
  /** Wakes the drawer after the messages that are waiting. */
  readonly #turns = new MessageChannel()
  /** The canvas of the last tile: its picture was taken out of it. */
  #spare: OffscreenCanvas | null = null
  #generation = 0
  /** What the page was last told of what text waits for. */
  #isPending = false
  #isAsleep = true

  constructor(files: readonly FontFile[], locale: string) {
    const { fonts } = self as unknown as { readonly fonts?: FontFaceSet }
    this.#layout = createTextLayout({
      measure: canvasMeasure,
      locale,
      fonts: fonts ? createFonts(fontSource(files, fonts), { substitutes: false }) : loadedFonts,
    })
    const board = openBoard(this.#doc)
    const scene = new Scene([], { kinds: builtInKinds, layout: this.#layout })
    board.observe((change) => scene.take(change))
    this.#drawer = new TileDrawer<OffscreenCanvas>({
      scene,
      canvas: (side) => this.#canvas(side),
      tile: (cell, canvas, revision) => {
        const bitmap = canvas.transferToImageBitmap()
        if (!this.#isPending && this.#layout.isPending) this.#tell(true)
        send({ type: 'tile', cell, revision, generation: this.#generation, bitmap }, [bitmap])
        this.#spare = canvas
      },
    })
    this.#layout.observe(() => {
      scene.setWords()
      // A context goes on with the font it found for a name.
      this.#spare = null
      this.#tell(this.#layout.isPending)
    })
    this.#turns.port1.onmessage = () => this.#work()
  }

  take(message: Exclude<ToWorker, { readonly type: 'fonts' }>): void {
    if (message.type === 'updates') {
      this.#doc.transact(() => {
        for (const update of message.updates) Y.applyUpdate(this.#doc, update)
      })
      this.#drawer.revision = message.revision
    } else if (message.type === 'settings') {
      this.#drawer.set(message)
      this.#generation = message.generation
    } else if (message.type === 'lift') this.#drawer.lift(message.ids)
    else this.#drawer.want(message.cells)
    if (this.#drawer.isIdle || !this.#isAsleep) return
    this.#isAsleep = false
    this.#turns.port2.postMessage(null)
  }

  #work(): void {
    this.#drawer.work(sliceMs)
    this.#isAsleep = this.#drawer.isIdle
    if (!this.#isAsleep) this.#turns.port2.postMessage(null)
  }

  #canvas(side: number): OffscreenCanvas {
    const canvas = this.#spare?.width === side ? this.#spare : new OffscreenCanvas(side, side)
    this.#spare = null
    return canvas
  }

  #tell(isPending: boolean): void {
    this.#isPending = isPending
    send({ type: 'text', isPending })
  }
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

/** The first message has the fonts, without which nothing can be laid out. */
self.onmessage = ({ data: first }: MessageEvent<ToWorker>) => {
  if (first.type !== 'fonts') throw new Error(`the worker was sent ${first.type} before its fonts`)
  const worker = new RasterWorker(first.files, first.locale)
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type !== 'fonts') worker.take(data)
  }
  send({ type: 'ready' })
}
