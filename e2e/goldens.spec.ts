import { boxedKinds, heads } from '@inkbridge/types'
import { expect, type Page } from '@playwright/test'
import { createBoard, open } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/**
 * Pictures of every kind of shape as this Chromium draws them, compared with reviewed ones. To review new ones: run
 * with `--update-snapshots`, and open `goldens/`.
 */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** A line that turns, comes back and crosses itself, as drawn by hand: points every 16 ms. */
function scribble(x: number, y: number, pressure: boolean) {
  return Array.from({ length: 60 }, (_, at) => ({
    x: x + at * 3.4 + 26 * Math.sin(at / 5),
    y: y + 34 * Math.sin(at / 7.5) * Math.cos(at / 11),
    pressure: pressure ? 0.15 + 0.8 * Math.abs(Math.sin(at / 14)) : null,
    time: at * 16,
  }))
}

/** Every box shape, in rows of seven. */
const figures = boxedKinds.map((kind, index) => ({
  id: `f${index}`,
  kind,
  at: { x: 8 + (index % 7) * 41, y: 6 + Math.floor(index / 7) * 40, w: 34, h: 32, rotation: 0 },
  style: { color: 'blue', width: 2, fill: 'sky' },
}))

/** Every arrowhead at the end of a line, in two columns. */
const lines = heads.map((endHead, index) => ({
  id: `h${index}`,
  kind: 'line',
  at: { x: 16 + (index % 2) * 140, y: 12 + Math.floor(index / 2) * 16, w: 120, h: 0, rotation: 0 },
  points: [0, 0, 1, 0],
  style: { color: 'ink', width: 2, endHead },
}))

/** Hand-drawn and filled styles, with round and sharp corners. */
const looks = ['hachure', 'cross-hatch', 'solid', undefined].map((pattern, index) => ({
  id: `l${index}`,
  kind: index % 2 === 0 ? 'rect' : 'diamond',
  at: { x: 12 + index * 72, y: 24, w: 60, h: 76, rotation: 0 },
  style: {
    color: 'green',
    width: 2,
    fill: 'amber',
    ...(pattern ? { pattern } : {}),
    ...(index < 2 ? { look: 'sketchy' } : { dash: index === 2 ? 'dashed' : 'dotted', corners: 'round' }),
  },
}))

/** Shapes drawn in one picture, each item with its own golden. */
const many: Record<string, readonly { readonly id: string; readonly at: Box }[]> = { figures, lines, looks }

/** World units. */
interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly rotation: number
}

interface Item {
  readonly name: string
  readonly box: Box
}

/** The items of a picture that contains several. */
const items: Record<string, readonly Item[]> = {
  figures: figures.map(({ kind, at }) => ({ name: `figure ${kind}`, box: grown(at, 3) })),
  // The arrowhead, without its line.
  lines: lines.map(({ at, style }) => ({
    name: `head ${style.endHead}`,
    box: { x: at.x + at.w - 28, y: at.y - 10, w: 38, h: 20, rotation: 0 },
  })),
  looks: looks.map(({ at, style }, index) => ({
    name: `look ${'pattern' in style ? style.pattern : 'none'} ${index}`,
    box: grown(at, 6),
  })),
}

/** With a margin on each side, for outlines and a shape's name. */
function grown({ x, y, w, h, rotation }: Box, margin: number): Box {
  const [cos, sin] = [Math.abs(Math.cos(rotation)), Math.abs(Math.sin(rotation))]
  const [width, height] = [w * cos + h * sin + 2 * margin, w * sin + h * cos + 2 * margin]
  return { x: x + (w - width) / 2, y: y + (h - height) / 2, w: width, h: height, rotation: 0 }
}

/** The one item of any other picture: everything drawn. */
async function drawn(page: Page, name: string): Promise<Item> {
  const boxes = await page.evaluate(() => inkbridge.board.shapes().map(({ at }) => ({ ...at })))
  const all = boxes.map((box) => grown(box, 16))
  const [x, y] = [Math.min(...all.map((box) => box.x)), Math.min(...all.map((box) => box.y))]
  const w = Math.max(...all.map((box) => box.x + box.w)) - x
  const h = Math.max(...all.map((box) => box.y + box.h)) - y
  return { name, box: { x, y, w, h, rotation: 0 } }
}

const zoom = 2

/** A box in world units as pixels of the page. */
function clipOf({ x, y, w, h }: Box) {
  const [left, top] = [Math.max(0, Math.floor(x * zoom)), Math.max(0, Math.floor(y * zoom))]
  return {
    x: left,
    y: top,
    width: Math.min(640, Math.ceil((x + w) * zoom)) - left,
    height: Math.min(320, Math.ceil((y + h) * zoom)) - top,
  }
}

/** Allowed difference at the edges of lines: far less than an arrowhead, a dash or a letter. */
const tolerance = { maxDiffPixels: 6, threshold: 0.2 }

/** Draws one picture; the world is as large as the view. */
async function draw(page: Page, name: string): Promise<void> {
  const [mouse, pen] = [scribble(40, 60, false), scribble(40, 60, true)]
  const shapes = many[name] ?? []
  await page.evaluate(
    ([what, points, pressed, several]) => {
      const at = { x: 40, y: 24, w: 220, h: 76, rotation: 0 }
      const stroke = (id: string, style: object, some: typeof points, pressure = false) => [
        { type: 'ink-begin', id, style, pressure, quantum: 1 / 16, points: some },
        { type: 'ink-seal', id },
      ]
      const shape = (more: object) => [
        { type: 'create', shape: { id: 'a', at, style: { color: 'blue', width: 4 }, ...more } },
      ]
      const loop = Array.from({ length: 50 }, (_, step) => ({
        x: 150 + 90 * Math.cos((step / 49) * 6.25),
        y: 62 + 40 * Math.sin((step / 49) * 6.25),
        pressure: null,
        time: step * 16,
      }))
      const pictures: Record<string, readonly object[]> = {
        'ink by mouse': stroke('a', { color: 'ink', width: 4 }, points),
        'ink by pen': stroke('a', { color: 'violet', width: 8 }, pressed, true),
        'ink, even': stroke('a', { color: 'green', width: 8, nib: 'even' }, points),
        'ink, thick': stroke('a', { color: 'red', width: 16, opacity: 0.5 }, points),
        'ink, hardly smoothed': stroke('a', { color: 'ink', width: 2, streamline: 0 }, points),
        'ink, filled': stroke('a', { color: 'teal', width: 4, fill: 'teal' }, loop),
        // A cut keeps its id.
        'ink, cut': stroke('cut', { color: 'blue', width: 8 }, points),
        'ink, a dot': stroke('a', { color: 'ink', width: 16 }, points.slice(0, 1)),
        highlighter: [
          ...stroke('a', { color: 'ink', width: 4 }, points),
          ...stroke('b', { color: 'amber', width: 20, nib: 'highlighter' }, loop),
        ],
        rectangle: shape({ kind: 'rect', style: { color: 'blue', width: 4, fill: 'blue' } }),
        'rectangle, turned': shape({ kind: 'rect', at: { x: 80, y: 40, w: 140, h: 44, rotation: 0.3 } }),
        ellipse: shape({ kind: 'ellipse', style: { color: 'orange', width: 8 } }),
        line: shape({ kind: 'line', points: [0, 0, 0.5, 1, 1, 0] }),
        'of a newer version': shape({ kind: 'hologram' }),
        'words in a figure': shape({
          kind: 'ellipse',
          text: [{ runs: [{ text: 'Ask ' }, { text: 'the city', bold: true }] }],
        }),
        'a note': shape({
          kind: 'note',
          at: { x: 60, y: 10, w: 100, h: 100, rotation: 0 },
          style: { color: 'ink', width: 4, fill: 'green' },
          by: 'Mara',
          text: [{ runs: [{ text: 'done' }], list: 'check', checked: true }],
        }),
        'an arrow by right angles': shape({
          kind: 'line',
          points: [0, 0, 1, 1],
          style: { color: 'violet', width: 4, route: 'elbow', endHead: 'arrow' },
          text: [{ runs: [{ text: 'yes' }] }],
        }),
        'a frame': [
          ...shape({ kind: 'frame', name: 'Harbour', at: { x: 60, y: 40, w: 120, h: 60, rotation: 0 } }),
          ...shape({ id: 'b', kind: 'ellipse', at: { x: 120, y: 60, w: 120, h: 60, rotation: 0 } }),
          { type: 'parent', id: 'b', parent: 'a' },
        ],
      }
      inkbridge.board.apply(inkbridge.board.shapes().map(({ id }) => ({ type: 'delete', id })))
      const edits = pictures[what] ?? several.map((shape) => ({ type: 'create', shape }))
      inkbridge.board.apply(edits as never)
      if (what === 'ink, cut') inkbridge.board.apply([{ type: 'cut', id: 'cut' as never, from: 18.5, to: 31 }])
    },
    [name, mouse, pen, shapes] as const,
  )
}

const names = [
  'ink by mouse',
  'ink by pen',
  'ink, even',
  'ink, thick',
  'ink, hardly smoothed',
  'ink, filled',
  'ink, cut',
  'ink, a dot',
  'highlighter',
  'rectangle',
  'rectangle, turned',
  'ellipse',
  'line',
  'of a newer version',
  'words in a figure',
  'a note',
  'an arrow by right angles',
  'a frame',
  ...Object.keys(many),
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every kind of shape looks like its stored picture, ${colorScheme}`, async ({ browser }) => {
    const options = { bypassCSP: true, colorScheme, viewport: { width: 640, height: 320 } }
    const page = await open(browser, server, await createBoard(server), 'editor', options)
    // Hides everything but the board.
    await page.addStyleTag({ content: '.ink-bar, .ink-card, .ink-hint, .ink-toasts { display: none !important }' })
    // Letters of a placeholder use an installed font: the page's own font comes first.
    await page.evaluate(() => document.fonts.load("450 13px 'Inter Variable'"))
    for (const name of names) {
      await draw(page, name)
      await page.evaluate((scale) => {
        inkbridge.editor.camera = { x: 0, y: 0, zoom: scale }
        return inkbridge.editor.settled()
      }, zoom)
      for (const item of items[name] ?? [await drawn(page, name)]) {
        const image = await page.screenshot({ clip: clipOf(item.box) })
        const file = `${item.name.replace(/\W+/g, '-')}-${colorScheme}.png`
        expect.soft(image).toMatchSnapshot(file, tolerance)
      }
    }
  })
}
