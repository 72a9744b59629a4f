import type { Board } from '@inkbridge/board'
import type { BoardId, Box, CreatedBoard, Peer, Shape, ShapeId } from '@inkbridge/types'
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test'

export interface TestBoard {
  readonly id: BoardId
  readonly tokens: CreatedBoard['tokens']
}

interface Counts {
  readonly device: number
  readonly received: number
  readonly saved: number
}

/** The objects a page exposes to programs with `?debug`. */
interface Debug {
  readonly board: Board
  readonly sync: {
    readonly status: {
      readonly connection: string
      readonly transport: string | null
      readonly synced: boolean
      readonly keeping: string
      readonly role: string | null
      readonly you: { readonly name: string } | null
      readonly edits: Counts
      readonly uploads: { readonly pending: number; readonly failed: number }
    }
    readonly peers: readonly Peer[]
  }
  readonly editor: {
    camera: { x: number; y: number; zoom: number }
    selection: readonly string[]
    /** The shapes on the board. */
    readonly tools: readonly { readonly name: string }[]
    settled(): Promise<void>
    /** With derived values, as shown. */
    shapes(): readonly Shape[]
    setTool(tool: 'select'): void
    act(name: 'select-all' | 'group' | 'bring-forward' | 'grid' | 'remove-crop' | 'alt-text'): boolean
    outline(most: number): readonly { readonly words: string }[]
    undo(): void
    write(id: ShapeId): boolean
    endWriting(): void
    lines(id: ShapeId): readonly string[]
    writtenBox(): Box | null
    state(): { readonly tool: string; readonly settings: object }
  }
}

declare global {
  var inkbridge: Debug
}

export async function createBoard(server: { readonly url: string }, body: object = {}): Promise<TestBoard> {
  const response = await fetch(`${server.url}/api/boards`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(201)
  return (await response.json()) as TestBoard
}

/** Opens a board by the link of a role, in a new browser or in the given one, and waits until it is shown. */
export async function open(
  browser: Browser | BrowserContext,
  server: { readonly url: string },
  board: TestBoard,
  role: keyof TestBoard['tokens'] = 'editor',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = 'newContext' in browser ? await browser.newContext(options) : browser
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.addInitScript(beAskedNothing)
  await page.goto(`${server.url}/b/${board.id}?debug#k=${board.tokens[role]}`)
  await synced(page)
  return page
}

/** In a page: marks the browser as one that has been here before, which is not asked for a name. */
export function beAskedNothing(): void {
  try {
    localStorage.setItem(
      'inkbridge.preferences',
      JSON.stringify({ asked: true, ...JSON.parse(localStorage.getItem('inkbridge.preferences') ?? '{}') }),
    )
  } catch {}
}

export async function synced(page: Page): Promise<void> {
  await page.waitForFunction(
    () => globalThis.inkbridge?.sync.status.synced && globalThis.inkbridge.sync.status.connection === 'live',
  )
}

/** Waits until every edit of this page is on the server's disk. */
export async function saved(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => inkbridge.sync.status.edits)).toMatchObject({ device: 0, received: 0 })
}

export function shapes(
  page: Page,
): Promise<
  readonly { readonly id: string; readonly kind: string; readonly points: number; readonly at: Shape['at'] }[]
> {
  return page.evaluate(() =>
    inkbridge.board.shapes().map((shape) => ({
      id: shape.id,
      kind: 'wet' in shape && shape.wet ? 'wet' : shape.kind,
      points: shape.kind === 'ink' ? shape.points.length : 0,
      at: shape.at,
    })),
  )
}

/** The page's state of the board as text: equal for equal boards. */
export function facts(page: Page): Promise<string> {
  return page.evaluate(() =>
    JSON.stringify(inkbridge.board.shapes(), (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('length' in value) || !('time' in value)) return value
      const points = value as unknown as Record<string, ArrayLike<number> | null> & { length: number }
      return ['x', 'y', 'pressure', 'time'].map(
        (name) => points[name] && Array.from(points[name] ?? []).slice(0, points.length),
      )
    }),
  )
}

/**
 * In a page that is being closed: waits until its database has stored everything, including writes that waited for
 * another.
 */
export async function keptToTheEnd(): Promise<void> {
  window.dispatchEvent(new Event('pagehide'))
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('inkbridge')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => {
      const reading = database.transaction(database.objectStoreNames, 'readonly')
      reading.oncomplete = resolve
      reading.objectStore(database.objectStoreNames[0] ?? '').count()
    })
  }
  database.close()
}

/** Draws with the mouse through these points; the button is released at the last. */
export async function drag(page: Page, points: readonly (readonly [number, number])[], release = true): Promise<void> {
  const [first = [0, 0], ...rest] = points
  await page.mouse.move(first[0], first[1])
  await page.mouse.down()
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 3 })
  if (release) await page.mouse.up()
}

/** Starts with a hook, so that a slow machine that holds the pen does not turn it into a shape. */
export function wave(x: number, y: number, count = 12): readonly (readonly [number, number])[] {
  return Array.from(
    { length: count },
    (_, index) => [x + (index === 1 ? -12 : index * 12), y + Math.round(Math.sin(index / 2) * 30)] as const,
  )
}

/** URLs of the files the page consists of, including the page itself, that it needs offline. */
export async function partsNotKept(): Promise<readonly string[]> {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  const made = [location.pathname, ...loaded.filter((path) => path.startsWith('/_next/static/'))]
  const kept = await Promise.all(made.map((path) => caches.match(path, { ignoreVary: true })))
  return made.filter((_path, index) => !kept[index])
}
