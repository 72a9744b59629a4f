import { gzipSync } from 'node:zlib'
import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Page } from '@playwright/test'
import { MeasuredBrowser, viewport } from '../lib/browser.ts'
import { excalidrawAt, inkbridgeAt, type Subject, tldrawAt, withoutWorker } from '../lib/canvas-subjects.ts'
import { treeCpuSeconds } from '../lib/cpu.ts'
import { buildPages } from '../lib/peers.ts'
import { median, percentile, prove, table } from '../lib/report.ts'
import { boardOf, type Scene, sceneOf } from '../lib/scene.ts'
import { serveFolder } from '../lib/static-server.ts'
import { excalidrawElements, tldrawScene } from './document.ts'

const rounds = 3
const wheelMs = 4_000
/** Four times what a window shows at 100 %. */
const place = { width: viewport.width * 2, height: viewport.height * 2 }
const ours = 'Inkbridge'
/** A checkout of an earlier commit, installed and built, to be measured instead of the peers. */
export const before = process.env.BENCH_BEFORE
/** Numbers of shapes, separated by commas. */
const sizes = (process.env.BENCH_SIZES ?? '1000,5000,20000,100000').split(',').map(Number)
/** A subject that takes longer than this for one scene is not measured with it, ms. */
const patienceMs = 300_000

/** All measurements of one subject with one scene. */
const measures = {
  painted: 'open to picture, ms',
  panCpu: 'pan: CPU ms a frame',
  panFrames: 'pan: frames a second',
  panP95: 'pan: p95 of a frame, ms',
  zoomCpu: 'zoom: CPU ms a frame',
  zoomFrames: 'zoom: frames a second',
  zoomP95: 'zoom: p95 of a frame, ms',
  sharp: 'jump to everything: still, ms',
  draw: 'draw: p95 to the screen, ms',
  drawMax: 'draw: longest, ms',
  up: 'pointer up to the screen, ms',
  erase: 'erase: p95 to the screen, ms',
  remote: 'strokes of others a second',
  dragFrames: 'drag everything: frames a second',
  longest: 'longest task, ms',
  heap: 'JS heap, MB',
  script: 'script to the first stroke, KB gzipped',
} as const
type Measure = keyof typeof measures
type Figures = Partial<Record<Measure, number>>
/** Measurements where more is better. */
const more: readonly Measure[] = ['panFrames', 'zoomFrames', 'remote', 'dragFrames']

/** The same seeded scenes in all three, each in a browser of its own. */
export async function canvas(): Promise<string> {
  const folder = before ? null : await buildPages()
  const parts: string[] = []
  for (const count of sizes) parts.push(await compare(count, folder))
  return `### The canvas (Chromium without a graphics card, ${viewport.width}x${viewport.height}, a window shows a quarter; median of ${rounds} rounds${before ? '' : ', one of 20,000 and more'})

${parts.join('\n\n')}`
}

async function compare(count: number, folder: string | null): Promise<string> {
  const scene = sceneOf(count, place.width, place.height, 7)
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const { doc } = boardOf(scene)
  const document = JSON.parse(exportJson(doc, 'Bench')) as unknown
  const others = folder === null ? await earlier(document) : await peersOf(scene, folder)
  const figures = new Map<string, Figures[]>()
  try {
    // With the peers, a round of many shapes takes a quarter of an hour.
    for (let round = 0; round < (folder && count >= 20_000 ? 1 : rounds); round += 1) {
      const [one, other] = [await createBoard(server, { document }), await createBoard(server, { document })]
      const inPage = withoutWorker(inkbridgeAt(server, other))
      const subjects = [...(await others.subjects()), inkbridgeAt(server, one), ...(folder ? [inPage] : [])]
      for (const subject of subjects) {
        const known = figures.get(subject.name) ?? []
        if (known.some(({ painted }) => painted === undefined)) continue
        process.stderr.write(`${count} shapes, round ${round + 1}: ${subject.name}\n`)
        const measured = await measure(subject, count).catch((error: unknown) => {
          process.stderr.write(`${subject.name} could not: ${String(error).slice(0, 300)}\n`)
          if (subject.name === ours) throw error
          return {}
        })
        figures.set(subject.name, [...known, measured])
      }
    }
  } finally {
    await others.dispose()
    await server.dispose()
  }
  return report(count, figures)
}

interface Others {
  subjects(): Promise<readonly Subject[]>
  dispose(): Promise<void>
}

/** The pages of the peers, with a scene. */
export async function peersOf(scene: Scene, folder: string): Promise<Others> {
  const peers = await serveFolder(folder, {
    '/excalidraw.json': JSON.stringify(excalidrawElements(scene)),
    '/tldraw.json': JSON.stringify(tldrawScene(scene)),
  })
  return {
    subjects: async () => [excalidrawAt(peers.url), tldrawAt(peers.url)],
    dispose: async () => void peers.close(),
  }
}

/** The pages and the server of the checkout in `BENCH_BEFORE`. */
export async function earlier(document: unknown): Promise<Others> {
  const server = await TestServer.start({ env: { LIMITS: 'off' }, checkout: before ?? '' })
  return {
    subjects: async () => [{ ...inkbridgeAt(server, await createBoard(server, { document })), name: `${ours} before` }],
    dispose: () => server.dispose(),
  }
}

function report(count: number, figures: ReadonlyMap<string, readonly Figures[]>): string {
  const names = [...figures.keys()]
  const of = (name: string, key: Measure) => {
    const values = (figures.get(name) ?? []).flatMap((each) => each[key] ?? [])
    return values.length > 0 ? median(values) : Number.NaN
  }
  const rows = (Object.keys(measures) as Measure[]).map((key) => {
    const values = names.map((name) => of(name, key))
    const at = names.indexOf(ours)
    const peers = values.slice(0, at).filter(Number.isFinite)
    const mine = values[at] ?? Number.NaN
    const better = more.includes(key) ? mine / Math.max(...peers) : Math.min(...peers) / mine
    return [measures[key], ...values, peers.length > 0 ? better : Number.NaN]
  })
  return `${count.toLocaleString('en')} shapes:\n\n${table(['', ...names, 'times better than the better'], rows)}`
}

async function measure(subject: Subject, count: number): Promise<Figures> {
  const browser = await MeasuredBrowser.launch()
  const patience = setTimeout(() => void browser.close(), patienceMs)
  try {
    const page = await browser.page()
    page.setDefaultTimeout(patienceMs)
    const scripts = scriptsOf(page)
    await subject.open(page)
    const { ms: painted, share } = await page.evaluate(() => bench.painted())
    prove(Number.isFinite(painted), `${subject.name} was not painted in time`)
    const script = await scripts.kilobytes(painted)
    prove((await subject.count(page)) === count, `${subject.name} has ${await subject.count(page)} of ${count} shapes`)
    prove(share > 0.01, `${subject.name} shows ink on ${share} of the picture`)
    const [x, y] = [place.width / 2, place.height / 2]
    await subject.look(page, x, y, 1)
    await page.waitForTimeout(1_500)
    const pan = await wheel(browser, page, subject, false)
    await subject.look(page, x, y, 1)
    await page.waitForTimeout(500)
    const zoom = await wheel(browser, page, subject, true)
    if (subject.name === ours && count >= 20_000) {
      await subject.look(page, x, y, 1)
      const blank = await page.evaluate(([selector]) => bench.blankFrames(selector), [subject.surface] as const)
      prove(blank === 0, `${blank} frames had something blank in them`)
    }
    const heap = await heapOf(page)
    const sharp = await jump(page, subject, x, y)
    await subject.look(page, x, y, 1)
    await page.waitForTimeout(1_000)
    const drawing = await hand(page, subject.keys.draw, 3)
    prove((await subject.count(page)) > count, `${subject.name} has what was drawn`)
    const erasing = await hand(page, subject.keys.erase, 2)
    const remote = await subject.remote(page, 3_000)
    const drag = await dragAll(page, subject)
    return {
      painted,
      script,
      heap,
      sharp,
      remote,
      panCpu: pan.cpu,
      panFrames: pan.rate,
      panP95: pan.p95,
      zoomCpu: zoom.cpu,
      zoomFrames: zoom.rate,
      zoomP95: zoom.p95,
      draw: percentile(drawing.moves, 95),
      drawMax: Math.max(...drawing.moves),
      up: median(drawing.ups),
      erase: percentile(erasing.moves, 95),
      dragFrames: drag.rate,
      longest: Math.max(pan.longest, zoom.longest, drawing.longest),
    }
  } finally {
    clearTimeout(patience)
    await browser.close()
  }
}

/** Pans, or zooms, back and forth by the wheel for some seconds. */
export async function wheel(browser: MeasuredBrowser, page: Page, subject: Subject, zooms: boolean) {
  const before = await subject.camera(page)
  const [cpu, begun] = [treeCpuSeconds(browser.pid), performance.now()]
  const seen = await page.evaluate(([selector, forMs, zoom]) => bench.wheel(selector, forMs, zoom), [
    subject.surface,
    wheelMs,
    zooms,
  ] as const)
  const seconds = (performance.now() - begun) / 1_000
  const used = treeCpuSeconds(browser.pid) - cpu
  const after = await subject.camera(page)
  const count = seen.frames.length
  const odd = Math.floor(count / 60) % 2 === 1
  const away = odd ? 60 - (count % 60) : count % 60
  // Back and forth in 60 frames: the position depends on the number of frames so far.
  if (!zooms)
    prove(
      Math.abs(Math.abs(after.x - before.x) * before.zoom - away * 6) <= 13,
      `${subject.name} moved as far as it was told`,
    )
  else prove(away < 5 || after.zoom !== before.zoom, `${subject.name} zoomed`)
  return { cpu: (used * 1_000) / count, rate: count / seconds, p95: percentile(seen.frames, 95), longest: seen.longest }
}

/** From a close view to zoom to fit, until two screenshots in a row are equal. */
async function jump(page: Page, subject: Subject, x: number, y: number): Promise<number> {
  await subject.look(page, x, y, 2)
  await page.waitForTimeout(1_000)
  const begun = performance.now()
  await subject.look(page, x, y, 0.45)
  return (await still(page)) - begun
}

/** When the picture became stable, as `performance.now()`; not a number: it never was equal twice. */
export async function still(page: Page): Promise<number> {
  const begun = performance.now()
  let last: Buffer = Buffer.alloc(0)
  let since = begun
  while (performance.now() - begun < patienceMs) {
    const picture = await page.screenshot()
    const at = performance.now()
    if (!last.equals(picture)) since = at
    else if (at - since > 300) return since
    last = picture
  }
  return Number.NaN
}

/** Draws waves with a tool as a person would, by the browser's own input; measures each event's way to the screen. */
async function hand(page: Page, key: string, waves: number) {
  await page.keyboard.press(key)
  await page.evaluate(() => bench.watch())
  const [moves, ups]: [number[], number[]] = [[], []]
  for (let wave = 0; wave < waves; wave += 1) {
    const y = 250 + wave * 130
    await page.mouse.move(300, y)
    await page.mouse.down()
    await page.evaluate(() => bench.latencies())
    for (let at = 0; at < 60; at += 1) await page.mouse.move(300 + at * 8, y + Math.sin(at / 6) * 60)
    const begun = await page.evaluate(() => bench.latencies().length)
    await page.mouse.up()
    await page.waitForTimeout(300)
    const late = await page.evaluate(() => bench.latencies())
    moves.push(...late.slice(0, begun))
    ups.push(...late.slice(begun))
    await page.evaluate(() => bench.watch())
  }
  const { longest } = await page.evaluate(() => bench.watched())
  return { moves, ups, longest }
}

/** Selects everything and drags it. */
async function dragAll(page: Page, subject: Subject): Promise<{ readonly rate: number }> {
  await page.keyboard.press(subject.keys.select)
  await page.mouse.click(640, 400)
  await page.keyboard.press('Control+a')
  await page.waitForTimeout(500)
  await page.mouse.move(640, 400)
  await page.mouse.down()
  await page.mouse.move(650, 400)
  await page.evaluate(() => bench.watch())
  const begun = performance.now()
  for (let at = 0; performance.now() - begun < 2_000; at += 1)
    await page.mouse.move(650 + (at % 60) * 2, 400 + (at % 40))
  const { frames } = await page.evaluate(() => bench.watched())
  const seconds = (performance.now() - begun) / 1_000
  await page.mouse.up()
  return { rate: frames.length / seconds }
}

/** Memory of the page and its workers after a garbage collection, MB. */
async function heapOf(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  await cdp.detach()
  return usedSize / 1_048_576
}

/** The scripts a page had loaded when it showed its picture, as a server would send them. */
function scriptsOf(page: Page): { kilobytes(until: number): Promise<number> } {
  const sizes = new Map<string, number>()
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    response.body().then(
      (body) => sizes.set(response.url(), gzipSync(body).byteLength),
      () => undefined,
    )
  })
  return {
    async kilobytes(until) {
      const urls = await page.evaluate(
        (ms) =>
          performance
            .getEntriesByType('resource')
            .filter((entry) => entry.startTime + entry.duration <= ms)
            .map(({ name }) => name),
        until,
      )
      return urls.reduce((sum, url) => sum + (sizes.get(url) ?? 0), 0) / 1_024
    },
  }
}
