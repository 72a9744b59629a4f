import { openBoard } from '@inkbridge/board'
import * as Y from 'yjs'
import { createImages, type ImageLoader, type Images } from '../images.ts'
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
import type { FromWorker, ToWorker, WantedImage } from './raster-messages.ts'
import { TileDrawer } from './tile-drawer.ts'

/** Maximum memory of decoded pictures, bytes. */
const imageBytes = 192 * 1024 * 1024
/** Time between checks for new messages, ms. */
const sliceMs = 12

/**
 * Draws tiles in a worker, from its own replica of the board that receives the same updates, so that no shapes are
 * serialized. Messages are processed in order: a tile requested after an update shows it.
 */
class RasterWorker {
  readonly #doc = new Y.Doc()
  readonly #layout: TextLayout
  readonly #drawer: TileDrawer<OffscreenCanvas>
  readonly #images: Images
  /** Requests to the page for the bytes of pictures, by asset and width. */
  readonly #requests = new Map<string, (blob: Blob | null) => void>()
  /** Resumes drawing after pending messages. */
  readonly #turns = new MessageChannel()
  /** The canvas of the last tile, for reuse after its bitmap was transferred. */
  #spare: OffscreenCanvas | null = null
  #generation = 0
  /** The last `isPending` sent to the page. */
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
    this.#images = createImages(this.#load, imageBytes)
    const scene = new Scene([], { kinds: builtInKinds, layout: this.#layout, images: this.#images })
    board.observe((change) => scene.apply(change))
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
      scene.relayoutText()
      // A context keeps the font it found for a name.
      this.#spare = null
      this.#tell(this.#layout.isPending)
    })
    this.#images.observe((assets) => {
      this.#drawer.restart()
      send({ type: 'images', assets })
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
    } else if (message.type === 'image') this.#receiveImage(message)
    else if (message.type === 'dragged') this.#drawer.setDragged(message.ids)
    else this.#drawer.request(message.cells)
    if (this.#drawer.isIdle || !this.#isAsleep) return
    this.#isAsleep = false
    this.#turns.port2.postMessage(null)
  }

  #receiveImage(image: ToWorker & { readonly type: 'image' }): void {
    this.#requests.get(nameOf(image))?.(image.blob)
    this.#requests.delete(nameOf(image))
  }

  /** Requests the bytes of a picture from the page, which knows those of this device. */
  readonly #load: ImageLoader = (asset, width) =>
    new Promise((resolve) => {
      this.#requests.set(nameOf({ asset, width }), resolve)
      send({ type: 'load', asset, width })
    })

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

function nameOf({ asset, width }: WantedImage): string {
  return `${asset} ${width}`
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

/** The first message has the fonts, which text layout requires. */
self.onmessage = ({ data: first }: MessageEvent<ToWorker>) => {
  if (first.type !== 'fonts') throw new Error(`the worker was sent ${first.type} before its fonts`)
  const worker = new RasterWorker(first.files, first.locale)
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type !== 'fonts') worker.take(data)
  }
  send({ type: 'ready' })
}
