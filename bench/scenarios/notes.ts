import { exportJson } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { seeded } from '@inkbridge/types/testing'
import type { Page } from '@playwright/test'
import { MeasuredBrowser, viewport } from '../lib/browser.ts'
import { inkbridgeAt, type Subject } from '../lib/canvas-subjects.ts'
import { buildPages } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { boardOf, sceneOf } from '../lib/scene.ts'
import { before, earlier, peersOf, still, wheel } from './canvas.ts'

const count = 2_000
const rounds = 3
/** Drawn there before, to detect that a board has opened. */
const drawn = 200
/** A note and the gap between two, world units; this many side by side. */
const [side, step, columns] = [200, 224, 50]
const middle = { x: (columns * step) / 2, y: (count / columns / 2) * step }
/** The text of a note: one that fits, and one that is shrunk to fit. */
const words = [
  'Lanterns along the quay, lit at nine',
  'Who tunes the piano, and who asks the city whether the boats may stay?',
]

interface Note {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly text: string
}

function notesOf(): readonly Note[] {
  const random = seeded(5)
  return Array.from({ length: count }, (_, index) => ({
    id: `note${index}`,
    x: (index % columns) * step,
    y: Math.floor(index / columns) * step,
    text: `${index}: ${words[random() < 0.5 ? 0 : 1] ?? ''}`,
  }))
}

/** How each adds them to its board. */
const put: Readonly<Record<string, (page: Page, notes: readonly Note[]) => Promise<void>>> = {
  Inkbridge: (page, notes) =>
    page.evaluate(
      ([all, size]) =>
        inkbridge.board.apply(
          all.map(({ id, x, y, text }) => ({
            type: 'create',
            shape: {
              id: id as never,
              kind: 'note',
              at: { x, y, w: size, h: size, rotation: 0 },
              style: { color: 'ink', width: 4, fill: 'amber' },
              text: [{ runs: [{ text }] }],
            },
          })),
        ),
      [notes, side] as const,
    ),
  tldraw: (page, notes) =>
    page.evaluate((all) => {
      tldraw.createShapes(
        all.map(({ id, x, y, text }) => ({
          id: `shape:${id}`,
          type: 'note',
          x,
          y,
          props: {
            color: 'yellow',
            richText: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
          },
        })),
      )
    }, notes),
  Excalidraw: (page, notes) =>
    page.evaluate(
      ([all, size]) => {
        const [template] = excalidraw.getSceneElements()
        const common = { ...template, points: undefined, pressures: undefined, version: 2, isDeleted: false, angle: 0 }
        const elements = all.flatMap(({ id, x, y, text }) => [
          {
            ...common,
            id,
            type: 'rectangle',
            x,
            y,
            width: size,
            height: size,
            backgroundColor: '#ffec99',
            fillStyle: 'solid',
            roughness: 0,
            boundElements: [{ type: 'text', id: `${id}t` }],
          },
          {
            ...common,
            id: `${id}t`,
            type: 'text',
            x: x + 5,
            y: y + 40,
            width: size - 10,
            height: 100,
            text: text.replace(/(.{1,18})(\s|$)/g, '$1\n').trim(),
            originalText: text,
            fontSize: 20,
            fontFamily: 5,
            textAlign: 'center',
            verticalAlign: 'middle',
            lineHeight: 1.25,
            autoResize: true,
            containerId: id,
          },
        ])
        excalidraw.updateScene({ elements: [...excalidraw.getSceneElements(), ...elements] })
      },
      [notes, side] as const,
    ),
}

/** Zoom levels: close enough to read, and, as in the scenes of the canvas, so that a window shows a quarter. */
const nearness = { 'at half their size': 0.5, 'a quarter of them in view': 0.2 } as const
type Nearness = keyof typeof nearness

interface Figures {
  readonly panCpu: number
  readonly panFrames: number
  readonly zoomCpu: number
  readonly zoomFrames: number
  readonly longest: number
}

/** Two thousand notes with text: how the board pans, beside the peers or an earlier checkout. */
export async function notes(): Promise<string> {
  const scene = sceneOf(drawn, viewport.width, viewport.height, 7)
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const document = JSON.parse(exportJson(boardOf(scene).doc, 'Bench')) as unknown
  const others = before ? await earlier(document) : await peersOf(scene, await buildPages())
  const figures = new Map<string, Readonly<Record<Nearness, Figures>>[]>()
  try {
    for (let round = 0; round < rounds; round += 1) {
      const board = await createBoard(server, { document })
      for (const subject of [...(await others.subjects()), inkbridgeAt(server, board)]) {
        process.stderr.write(`${count} notes, round ${round + 1}: ${subject.name}\n`)
        figures.set(subject.name, [...(figures.get(subject.name) ?? []), await measure(subject)])
      }
    }
  } finally {
    await others.dispose()
    await server.dispose()
  }
  return report(figures)
}

async function measure(subject: Subject): Promise<Readonly<Record<Nearness, Figures>>> {
  const browser = await MeasuredBrowser.launch()
  try {
    const page = await browser.page()
    page.setDefaultTimeout(120_000)
    await subject.open(page)
    await page.evaluate(() => bench.painted())
    const before = await subject.count(page)
    const program = Object.keys(put).find((name) => subject.name.startsWith(name)) ?? ''
    await put[program]?.(page, notesOf())
    const there = (await subject.count(page)) - before
    prove(there >= count, `${subject.name} has ${there} of ${count} notes`)
    const seen: Partial<Record<Nearness, Figures>> = {}
    for (const near of Object.keys(nearness) as Nearness[]) {
      await subject.look(page, middle.x, middle.y, nearness[near])
      await still(page)
      const pan = await wheel(browser, page, subject, false)
      await subject.look(page, middle.x, middle.y, nearness[near])
      await still(page)
      const zoom = await wheel(browser, page, subject, true)
      seen[near] = {
        panCpu: pan.cpu,
        panFrames: pan.rate,
        zoomCpu: zoom.cpu,
        zoomFrames: zoom.rate,
        longest: Math.max(pan.longest, zoom.longest),
      }
    }
    return seen as Record<Nearness, Figures>
  } finally {
    await browser.close()
  }
}

function report(figures: ReadonlyMap<string, readonly Readonly<Record<Nearness, Figures>>[]>): string {
  const names = [...figures.keys()]
  const labels = {
    panCpu: 'pan: CPU ms a frame',
    panFrames: 'pan: frames a second',
    zoomCpu: 'zoom: CPU ms a frame',
    zoomFrames: 'zoom: frames a second',
    longest: 'longest task, ms',
  } as const
  const parts = (Object.keys(nearness) as Nearness[]).map((near) => {
    const rows = (Object.keys(labels) as (keyof Figures)[]).map((key) => {
      const values = names.map((name) => median((figures.get(name) ?? []).map((each) => each[near][key])))
      const [mine = Number.NaN, others] = [values.at(-1), values.slice(0, -1)]
      const better = key.endsWith('Frames') ? mine / Math.max(...others) : Math.min(...others) / mine
      return [labels[key], ...values, better]
    })
    return `${near}:\n\n${table(['', ...names, 'times better than the better'], rows)}`
  })
  return `### ${count.toLocaleString('en')} notes with words (median of ${rounds} rounds)\n\n${parts.join('\n\n')}`
}
