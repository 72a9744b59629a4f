import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Page } from '@playwright/test'
import { MeasuredBrowser, viewport } from '../lib/browser.ts'
import { treeCpuSeconds } from '../lib/cpu.ts'
import { buildExcalidraw } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { boardOf, sceneOf } from '../lib/scene.ts'
import { serveFolder } from '../lib/static-server.ts'
import { excalidrawElements } from './document.ts'

const rounds = 3
const panMs = 5_000
/** Four times what a window shows at 100 %. */
const place = { width: viewport.width * 2, height: viewport.height * 2 }

interface Subject {
  readonly name: string
  /** Opens the scene at `zoom to fit`. */
  open(page: Page): Promise<void>
  /** What takes the wheel. */
  readonly surface: string
  /** At 100 %, with the middle of the scene in the middle. */
  center(page: Page): Promise<void>
  position(page: Page): Promise<{ readonly x: number; readonly y: number }>
  /** How many shapes the program says it has. */
  count(page: Page): Promise<number>
}

interface Figures {
  readonly paintedMs: number
  readonly frames: number
  readonly cpuMs: number
  /** The share of the picture that has ink on it, at 100 %. */
  readonly ink: number
}

/** The same scene in both, in a browser of its own: from the address to the picture, then moved by the wheel. */
export async function canvas(): Promise<string> {
  const folder = await buildExcalidraw()
  const parts: string[] = []
  for (const count of [5_000, 10_000]) parts.push(await compare(count, folder))
  return `### The canvas (Chromium without a graphics card, ${viewport.width}x${viewport.height}, a window shows a quarter; median of ${rounds} rounds)

${parts.join('\n\n')}`
}

async function compare(count: number, folder: string): Promise<string> {
  const scene = sceneOf(count, place.width, place.height, 7)
  const server = await TestServer.start()
  const peer = await serveFolder(folder, { '/scene.json': JSON.stringify(excalidrawElements(scene)) })
  const { doc } = boardOf(scene)
  const board = await createBoard(server, { document: JSON.parse(exportJson(doc, 'Bench')) as unknown })
  const subjects = [theirs(peer.url), ours(`${server.url}/b/${board.id}?debug#k=${board.tokens.editor}`)]
  const figures = new Map<string, Figures[]>()
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const subject of subjects) {
        const measured = await measure(subject, count)
        figures.set(subject.name, [...(figures.get(subject.name) ?? []), measured])
      }
    }
  } finally {
    peer.close()
    await server.dispose()
  }
  const of = (name: string, key: keyof Figures) => median((figures.get(name) ?? []).map((each) => each[key]))
  const [first] = subjects
  const inks = subjects.map(({ name }) => of(name, 'ink'))
  prove(Math.min(...inks) > 0.75 * Math.max(...inks), `the pictures are alike: ink on ${inks.join(' and ')}`)
  const rows = subjects.map(({ name }) => [
    name,
    of(name, 'paintedMs'),
    of(first?.name ?? '', 'paintedMs') / of(name, 'paintedMs'),
    of(name, 'cpuMs'),
    of(first?.name ?? '', 'cpuMs') / of(name, 'cpuMs'),
    of(name, 'frames'),
  ])
  const head = ['', 'open to picture, ms', 'times faster', 'pan: CPU ms a frame', 'times less', 'pan: frames a second']
  return `${count.toLocaleString('en')} shapes, four strokes of 60 points to one rectangle:\n\n${table(head, rows)}`
}

async function measure(subject: Subject, count: number): Promise<Figures> {
  const browser = await MeasuredBrowser.launch()
  try {
    const page = await browser.page()
    await subject.open(page)
    const { ms, share } = await page.evaluate(() => bench.painted())
    prove((await subject.count(page)) === count, `${subject.name} has ${await subject.count(page)} of ${count} shapes`)
    prove(share > 0.1, `${subject.name} shows ink on ${share} of the picture`)
    await subject.center(page)
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)))
    const before = await subject.position(page)
    const [cpu, begun] = [treeCpuSeconds(browser.pid), performance.now()]
    const pan = page.evaluate(([selector, forMs]) => bench.pan(selector, forMs), [subject.surface, panMs] as const)
    const frames = await pan
    const seconds = (performance.now() - begun) / 1_000
    const cpuMs = ((treeCpuSeconds(browser.pid) - cpu) * 1_000) / frames
    // To and fro by 60 frames: where it is now follows from how many frames there were.
    const odd = Math.floor(frames / 60) % 2 === 1
    const away = odd ? 60 - (frames % 60) : frames % 60
    const after = await subject.position(page)
    const moved = Math.abs(after.x - before.x)
    prove(Math.abs(moved - away * 6) <= 13, `${subject.name} moved by ${moved} instead of ${away * 6}`)
    const ink = await page.evaluate(() => bench.inkShare())
    return { paintedMs: ms, frames: frames / seconds, cpuMs, ink }
  } finally {
    await browser.close()
  }
}

interface ExcalidrawApi {
  getSceneElements(): readonly unknown[]
  getAppState(): { readonly scrollX: number; readonly scrollY: number; readonly zoom: { readonly value: number } }
  updateScene(scene: { readonly appState: Record<string, unknown> }): void
}

declare global {
  var excalidraw: ExcalidrawApi
}

function theirs(url: string): Subject {
  return {
    name: 'Excalidraw 0.18.1',
    surface: 'canvas.interactive',
    async open(page) {
      await page.goto(`${url}/?scene=/scene.json`)
    },
    center: (page) =>
      page.evaluate(([x, y]) => excalidraw.updateScene({ appState: { zoom: { value: 1 }, scrollX: x, scrollY: y } }), [
        (viewport.width - place.width) / 2,
        (viewport.height - place.height) / 2,
      ] as const),
    position: (page) =>
      page.evaluate(() => ({ x: excalidraw.getAppState().scrollX, y: excalidraw.getAppState().scrollY })),
    count: (page) => page.evaluate(() => excalidraw.getSceneElements().length),
  }
}

function ours(url: string): Subject {
  return {
    name: 'Inkbridge',
    surface: '.ink-canvas',
    async open(page) {
      await page.goto(url)
    },
    center: (page) =>
      page.evaluate(
        ([x, y]) => {
          inkbridge.editor.camera = { x, y, zoom: 1 }
        },
        [(place.width - viewport.width) / 2, (place.height - viewport.height) / 2] as const,
      ),
    position: (page) => page.evaluate(() => inkbridge.editor.camera),
    count: (page) => page.evaluate(() => inkbridge.board.shapes().length),
  }
}
