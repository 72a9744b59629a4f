import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { BrowserContextOptions } from '@playwright/test'
import { MeasuredBrowser } from '../lib/browser.ts'
import { buildPages } from '../lib/peers.ts'
import { table } from '../lib/report.ts'
import { serveFolder } from '../lib/static-server.ts'
import { Hand } from '../tasks/hand.ts'
import { inkbridgeWalked } from '../tasks/inkbridge.ts'
import { excalidrawWalked, tldrawWalked } from '../tasks/peers.ts'
import { type Reading, type Task, tasks, type Walked } from '../tasks/task.ts'

const folder = fileURLToPath(new URL('../out', import.meta.url))
/** Chooses tasks and programs by parts of their names. */
const wanted = new RegExp(process.env.BENCH_TASKS ?? '', 'i')

const windows: Readonly<Record<Task['on'], BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

/** Counts the gestures of ten tasks of a first hour, by real input events in all three. Pictures: `bench/out/`. */
export async function countGestures(): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const peers = await serveFolder(await buildPages(), {
    '/empty-excalidraw.json': '[]',
    '/empty-tldraw.json': '{"strokes":[],"rects":[]}',
  })
  const browser = await MeasuredBrowser.launch()
  try {
    const programs = [
      excalidrawWalked(peers.url),
      tldrawWalked(peers.url),
      inkbridgeWalked(server, () => createBoard(server)),
    ]
    const rows: (string | number)[][] = []
    for (const task of tasks) {
      const counts: (string | number)[] = []
      for (const program of programs) {
        if (wanted.test(`${task.name} ${program.name}`)) counts.push(await walk(browser, program, task))
      }
      if (counts.length > 0) rows.push([task.name, task.asks, ...counts])
    }
    return `### Gestures a task\n\n${table(['task', 'what is asked', ...programs.map(({ name }) => name)], rows)}`
  } finally {
    await browser.close()
    peers.close()
    await server.dispose()
  }
}

async function walk(browser: MeasuredBrowser, program: Walked, task: Task): Promise<string | number> {
  const walk = program.walks[task.name as keyof Walked['walks']]
  if (!walk) return 'cannot'
  const page = await browser.page(windows[task.on])
  page.setDefaultTimeout(30_000)
  const picture = `${folder}/task-${task.name}-${program.name}`.replaceAll(/[^/\w-]+/g, '-').toLowerCase()
  try {
    await program.open(page)
    const at: Reading = {
      facts: () => program.facts(page),
      zoom: () => program.zoom(page),
      isDark: () => program.isDark(page),
    }
    const hand = await Hand.of(page)
    await walk(hand, at)
    const fault = await task.fault(at)
    process.stderr.write(`${task.name}, ${program.name}: ${hand.gestures}${fault ? `, but ${fault}` : ''}\n`)
    return fault ? `failed: ${fault}` : hand.gestures
  } catch (error) {
    process.stderr.write(`${task.name}, ${program.name}: ${String(error).slice(0, 400)}\n`)
    return 'failed'
  } finally {
    await page.screenshot({ path: `${picture}.png` })
    await page.context().close()
  }
}
