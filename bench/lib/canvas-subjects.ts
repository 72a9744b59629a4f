import { openBoard } from '@inkbridge/board'
import type { TestBoard } from '@inkbridge/e2e/board'
import { connect } from '@inkbridge/sync'
import type { ShapeId } from '@inkbridge/types'
import type { Page } from '@playwright/test'
import * as Y from 'yjs'
import { viewport } from './browser.ts'
import { strokeEdits } from './scene.ts'

/** A whiteboard in a page, behind an interface common to all. */
export interface Subject {
  readonly name: string
  /** Opens the scene, zoomed to fit. */
  open(page: Page): Promise<void>
  /** The element that receives the wheel. */
  readonly surface: string
  /** The number of shapes, according to the program. */
  count(page: Page): Promise<number>
  /** At a zoom, with a point of the board in the middle. */
  look(page: Page, x: number, y: number, zoom: number): Promise<void>
  /** The board's point at the top left, and the zoom. */
  camera(page: Page): Promise<{ readonly x: number; readonly y: number; readonly zoom: number }>
  /** The keys that choose a tool. */
  readonly keys: { readonly draw: string; readonly erase: string; readonly select: string }
  /** Receives whole strokes of somebody else for this time, up to twenty a frame; returns how many a second. */
  remote(page: Page, forMs: number): Promise<number>
}

interface ExcalidrawApi {
  getSceneElements(): readonly { readonly id: string; readonly version: number }[]
  getAppState(): {
    readonly scrollX: number
    readonly scrollY: number
    readonly zoom: { readonly value: number }
    readonly isLoading: boolean
  }
  updateScene(scene: { readonly appState?: Record<string, unknown>; readonly elements?: readonly unknown[] }): void
}

export interface TldrawEditor {
  getCurrentPageShapeIds(): ReadonlySet<string>
  getCamera(): { readonly x: number; readonly y: number; readonly z: number }
  setCamera(camera: { readonly x: number; readonly y: number; readonly z: number }): void
  readonly store: {
    mergeRemoteChanges(change: () => void): void
    get(id: string): unknown
    put(records: readonly unknown[]): void
  }
  getCurrentPageId(): string
  createShapes(shapes: readonly unknown[]): void
}

declare global {
  var excalidraw: ExcalidrawApi
  var tldraw: TldrawEditor
  var strokeShape: (
    stroke: { readonly color: string; readonly points: readonly (readonly number[])[] },
    id: string,
  ) => unknown
}

export function excalidrawAt(url: string): Subject {
  return {
    name: 'Excalidraw 0.18.1',
    surface: 'canvas.interactive',
    keys: { draw: 'p', erase: 'e', select: 'v' },
    async open(page) {
      await page.goto(`${url}/excalidraw/?scene=/excalidraw.json`)
    },
    count: (page) => page.evaluate(() => excalidraw.getSceneElements().length),
    look: (page, x, y, zoom) =>
      page.evaluate(
        ([scrollX, scrollY, value]) => void excalidraw.updateScene({ appState: { zoom: { value }, scrollX, scrollY } }),
        [viewport.width / 2 / zoom - x, viewport.height / 2 / zoom - y, zoom] as const,
      ),
    camera: (page) =>
      page.evaluate(() => {
        const { scrollX, scrollY, zoom } = excalidraw.getAppState()
        return { x: -scrollX, y: -scrollY, zoom: zoom.value }
      }),
    remote: (page, forMs) =>
      page.evaluate((ms) => {
        const [template] = excalidraw.getSceneElements()
        return bench.everyFrame(ms, (index) => {
          const points = Array.from({ length: 60 }, (_, at) => [at * 2, Math.sin(at / 4 + index) * 20])
          const element = { ...template, id: `remote${index}`, ...bench.spot(index), points, version: 1 }
          excalidraw.updateScene({ elements: [...excalidraw.getSceneElements(), element] })
        })
      }, forMs),
  }
}

export function tldrawAt(url: string): Subject {
  return {
    name: 'tldraw 5.4.2',
    surface: '.tl-canvas',
    keys: { draw: 'd', erase: 'e', select: 'v' },
    async open(page) {
      await page.goto(`${url}/tldraw/?scene=/tldraw.json`)
    },
    count: (page) => page.evaluate(() => tldraw.getCurrentPageShapeIds().size),
    look: (page, x, y, zoom) =>
      page.evaluate(([left, top, z]) => void tldraw.setCamera({ x: left, y: top, z }), [
        viewport.width / 2 / zoom - x,
        viewport.height / 2 / zoom - y,
        zoom,
      ] as const),
    camera: (page) =>
      page.evaluate(() => {
        const { x, y, z } = tldraw.getCamera()
        return { x: -x, y: -y, zoom: z }
      }),
    remote: (page, forMs) =>
      page.evaluate((ms) => {
        const [first = ''] = tldraw.getCurrentPageShapeIds()
        const template = tldraw.store.get(first) as Record<string, unknown>
        return bench.everyFrame(ms, (index) => {
          const points = Array.from({ length: 60 }, (_, at) => [at * 2, Math.sin(at / 4 + index) * 20])
          const made = strokeShape({ color: 'blue', points }, `remote${index}`) as Record<string, unknown>
          const props = { ...(template.props as object), ...(made.props as object) }
          const record = { ...template, ...made, ...bench.spot(index), props }
          tldraw.store.mergeRemoteChanges(() => tldraw.store.put([record]))
        })
      }, forMs),
  }
}

/** Ours without a worker, to measure its benefit. */
export function withoutWorker(subject: Subject): Subject {
  return {
    ...subject,
    name: 'the same, tiles in the page',
    async open(page) {
      await page.addInitScript(() => {
        Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
      })
      await subject.open(page)
    },
  }
}

/** Ours receives drawing from another client, over the server. */
export function inkbridgeAt(server: { readonly url: string }, board: TestBoard): Subject {
  return {
    name: 'Inkbridge',
    surface: '.ink-canvas',
    keys: { draw: 'd', erase: 'e', select: 'v' },
    async open(page) {
      await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)
    },
    count: (page) => page.evaluate(() => inkbridge.board.shapes().length),
    look: (page, x, y, zoom) =>
      page.evaluate(
        ([left, top, z]) => {
          inkbridge.editor.camera = { x: left, y: top, zoom: z }
        },
        [x - viewport.width / 2 / zoom, y - viewport.height / 2 / zoom, zoom] as const,
      ),
    camera: (page) => page.evaluate(() => inkbridge.editor.camera),
    async remote(page, forMs) {
      const doc = new Y.Doc()
      const drawing = openBoard(doc)
      const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
      await sync.settled()
      const before = await page.evaluate(() => inkbridge.board.shapes().length)
      const begun = performance.now()
      for (let index = 0; performance.now() - begun < forMs; ) {
        const due = ((performance.now() - begun) * 1_200) / 1_000
        for (; index < due; index += 1) {
          const points = Array.from({ length: 60 }, (_, at) => ({
            x: 600 + (index % 40) * 8 + at * 2,
            y: 400 + (index % 25) * 8 + Math.sin(at / 4 + index) * 20,
            pressure: null,
            time: at * 16,
          }))
          const stroke = { color: 'blue', width: 2, points } as const
          for (const edit of strokeEdits(`remote${index}` as ShapeId, stroke)) drawing.apply([edit])
        }
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
      const taken = (await page.evaluate(() => inkbridge.board.shapes().length)) - before
      const seconds = (performance.now() - begun) / 1_000
      sync.dispose()
      return taken / seconds
    },
  }
}
