import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBoard, open } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Page } from '@playwright/test'
import { MeasuredBrowser } from '../lib/browser.ts'
import {
  drawnByExcalidraw,
  drawnByTldraw,
  drawnByUs,
  most,
  type Shown,
  withOurFonts,
  withOurHelvetica,
} from '../lib/foreign-drawings.ts'
import { likeness } from '../lib/likeness.ts'
import { buildPages } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { differencesInExcalidraw, differencesInTldraw, savedFor } from '../lib/round-trip.ts'
import { serveFolder } from '../lib/static-server.ts'

const out = fileURLToPath(new URL('../out/formats', import.meta.url))
/** A folder of real files, one folder a format. */
const corpus = process.env.INKBRIDGE_CORPUS
/** The folders whose files are compared, with the program that draws them. */
const folders = { excalidraw: 'excalidraw', embedded: 'excalidraw', tldr: 'tldraw' } as const

interface Compared {
  readonly name: string
  /** Null: the program that made it draws nothing or cannot open it. */
  readonly likeness: number | null
  readonly remark: string
}

/**
 * Real drawings of other programs, drawn by them and by us with the same fonts: how alike they look, and what differs
 * when they are saved again.
 */
export async function formats(): Promise<string> {
  prove(corpus !== undefined, 'INKBRIDGE_CORPUS names no folder of drawings')
  mkdirSync(out, { recursive: true })
  const peers = await serveFolder(await buildPages(), {})
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const browser = await MeasuredBrowser.launch()
  try {
    const pages = {
      excalidraw: await peerPage(browser, `${peers.url}/excalidraw/`, 'excalidrawLibrary'),
      tldraw: await peerPage(browser, `${peers.url}/tldraw/`, 'tldraw'),
    }
    const all: Compared[] = []
    for (const [folder, program] of Object.entries(folders)) {
      for (const name of filesIn(folder)) {
        const compared = await compare(browser, server, pages[program], { folder, name, program })
        process.stderr.write(`${compared.name}: ${compared.likeness?.toFixed(3) ?? '–'} ${compared.remark}\n`)
        all.push(compared)
      }
    }
    return report(all)
  } finally {
    await browser.close()
    await server.dispose()
    peers.close()
  }
}

function filesIn(folder: string): readonly string[] {
  const only = new RegExp(process.env.BENCH_FILES ?? '')
  return readdirSync(join(corpus ?? '', folder))
    .filter((name) => only.test(name))
    .sort()
}

async function peerPage(browser: MeasuredBrowser, url: string, ready: string): Promise<Page> {
  const page = await browser.page()
  await withOurFonts(page)
  await page.goto(url)
  await page.waitForFunction((name) => Reflect.has(globalThis, name), ready)
  await withOurHelvetica(page)
  return page
}

interface Drawing {
  readonly folder: string
  readonly name: string
  readonly program: 'excalidraw' | 'tldraw'
}

async function compare(browser: MeasuredBrowser, server: TestServer, peer: Page, drawing: Drawing): Promise<Compared> {
  const { folder, name, program } = drawing
  const bytes = readFileSync(join(corpus ?? '', folder, name))
  const titled = { name: `${folder}/${name}` }
  let theirs: Shown | null
  try {
    theirs = program === 'tldraw' ? await drawnByTldraw(peer, bytes) : await drawnByExcalidraw(peer, name, bytes)
  } catch (error) {
    const [remark = ''] = String(error).replace('Error: page.evaluate: ', '').split('\n')
    return { ...titled, likeness: null, remark: `${program} cannot open it: ${remark.slice(0, 80)}` }
  }
  if (!theirs) return { ...titled, likeness: null, remark: 'nothing is drawn' }
  const context = (await browser.page({ viewport: { width: most.width + 40, height: most.height + 40 } })).context()
  try {
    const page = await open(context, server, await createBoard(server))
    const ours = await drawnByUs(page, name, bytes, theirs)
    writeFileSync(join(out, `${folder}-${name}-theirs.png`), theirs.png)
    writeFileSync(join(out, `${folder}-${name}-ours.png`), ours.png)
    const again = await savedFor(page, program === 'tldraw' ? 'tldraw' : 'Excalidraw')
    const differences =
      program === 'tldraw'
        ? await differencesInTldraw(peer, bytes, again)
        : await differencesInExcalidraw(peer, { name, bytes }, again)
    return { ...titled, likeness: likeness(ours.png, theirs.png), remark: summaryOf(differences) }
  } catch (error) {
    return { ...titled, likeness: 0, remark: `not drawn by us: ${String(error).slice(0, 120)}` }
  } finally {
    await context.close()
  }
}

function summaryOf(differences: readonly string[]): string {
  return differences.length === 0
    ? 'saved again: equal'
    : `${differences.length} differ: ${differences.slice(0, 3).join('; ')}`
}

function report(all: readonly Compared[]): string {
  const figures = all.flatMap(({ likeness }) => likeness ?? [])
  const rows = all.map(({ name, likeness, remark }) => [name, likeness ?? '–', remark])
  return `### Drawings of other programs, by them and by us with the same fonts

Structural similarity of ${figures.length} drawings: median ${median(figures).toFixed(3)}, least ${Math.min(...figures).toFixed(3)}; ${figures.filter((each) => each < 0.8).length} below 0.8. Pictures are in bench/out/formats.

${table(['file', 'similarity', ''], rows)}`
}
