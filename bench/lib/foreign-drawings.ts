import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page, Route } from '@playwright/test'
import subset from 'subset-font'
import type { TldrawEditor } from './canvas-subjects.ts'

/** A rectangle of a drawing, in its own units. */
interface Region {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A drawing as a program shows it. */
export interface Shown {
  readonly region: Region
  /** Pixels a unit. */
  readonly scale: number
  readonly png: Buffer
}

/** Largest picture, pixels. */
export const most = { width: 1_400, height: 1_000 }
/** Space around a drawing, units. */
const padding = 20

interface ExcalidrawLibrary {
  loadSceneOrLibraryFromBlob(
    file: Blob,
    state: null,
    elements: null,
  ): Promise<{
    readonly type: string
    readonly data: {
      readonly elements?: readonly Element[]
      readonly files?: object
      readonly libraryItems?: readonly unknown[]
    }
  }>
  restoreLibraryItems(items: readonly unknown[], status: string): readonly { readonly elements: readonly Element[] }[]
  restoreElements(elements: readonly Element[], before: null, options: object): readonly Element[]
  getCommonBounds(elements: readonly Element[]): readonly [number, number, number, number]
  exportToCanvas(options: object): Promise<HTMLCanvasElement>
}

interface Element {
  readonly isDeleted?: boolean
}

interface TldrawImages {
  getCurrentPageBounds(): Region | undefined
  getCurrentPageShapeIds(): ReadonlySet<string>
  toImage(ids: readonly string[], options: object): Promise<{ readonly blob: Blob }>
  readonly store: { readonly schema: unknown }
  loadSnapshot(snapshot: unknown): void
  readonly fonts: { loadRequiredFontsForCurrentPage(): Promise<void> }
}

type ParsedTldraw =
  | { readonly ok: true; readonly value: { getStoreSnapshot(): unknown } }
  | { readonly ok: false; readonly error: { readonly type: string; readonly data: { readonly document: unknown } } }

declare global {
  var excalidrawLibrary: ExcalidrawLibrary
  var buildFromV1Document: (editor: TldrawEditor, document: unknown) => void
  var parseTldrawJsonFile: (from: { readonly json: string; readonly schema: unknown }) => ParsedTldraw
}

const { resolve } = createRequire(new URL('../../apps/server/package.json', import.meta.url))
/** Our fonts and weights by the names of the peers' font files, so that a comparison is not one of fonts. */
const fonts: readonly (readonly [name: RegExp, font: string, weight: number])[] = [
  [/mono|cascadia|comic/i, 'jetbrains-mono', 400],
  [/serif/i, 'source-serif-4', 400],
  [/excalifont|virgil|shantell|xiaolai/i, 'shantell-sans', 500],
  [/./, 'inter', 450],
]
/** Up to Cyrillic, and punctuation with arrows. */
const letters = String.fromCharCode(
  ...[0x20, 0x2000].flatMap((first) => Array.from({ length: 0x500 }, (_, index) => first + index)),
)

/** Answers requests for fonts of a peer's page with ours. */
export async function withOurFonts(page: Page): Promise<void> {
  const known = new Map<string, Promise<Uint8Array>>()
  await page.route(/\.woff2/, async (route: Route) => {
    const { pathname } = new URL(route.request().url())
    const [, font = '', weight = 400] = fonts.find(([name]) => name.test(pathname)) ?? []
    const body = known.get(font) ?? fontOf(font, weight)
    known.set(font, body)
    await route.fulfill({
      body: Buffer.from(await body),
      contentType: 'font/woff2',
      headers: { 'Access-Control-Allow-Origin': '*' },
    })
  })
}

/** Makes a page draw Helvetica, a font of the machine, with ours, too. */
export async function withOurHelvetica(page: Page): Promise<void> {
  await page.addStyleTag({ content: '@font-face { font-family: Helvetica; src: url(/helvetica.woff2) }' })
  await page.evaluate(() => document.fonts.load('20px Helvetica'))
}

/** Browsers use a variable font without a range in its rule at 400: this is one weight of it. */
function fontOf(font: string, weight: number): Promise<Uint8Array> {
  const file = resolve(`@fontsource-variable/${font}/files/${font}-latin-wght-normal.woff2`)
  return subset(readFileSync(file), letters, { targetFormat: 'woff2', variationAxes: { wght: weight } })
}

/** Draws a file by Excalidraw; null: it cannot open it, or it is empty. */
export function drawnByExcalidraw(page: Page, name: string, bytes: Buffer): Promise<Shown | null> {
  return drawnIn(
    page.evaluate(
      async ([fileName, base64, space, limit]) => {
        const library = excalidrawLibrary
        const type = { png: 'image/png', svg: 'image/svg+xml' }[fileName.split('.').pop() ?? ''] ?? 'application/json'
        const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName, { type })
        const { data } = await library.loadSceneOrLibraryFromBlob(file, null, null)
        const given = data.elements ?? []
        const elements = library
          .restoreElements(given, null, { repairBindings: true })
          .filter((each) => !each.isDeleted)
        if (elements.length === 0) return null
        const [minX, minY, maxX, maxY] = library.getCommonBounds(elements)
        const region = { x: minX - space, y: minY - space, w: maxX - minX + 2 * space, h: maxY - minY + 2 * space }
        const scale = Math.min(1, limit.width / region.w, limit.height / region.h)
        const canvas = await library.exportToCanvas({
          ...{ elements, files: data.files ?? {}, exportPadding: space },
          appState: {
            ...{ exportBackground: true, viewBackgroundColor: '#ffffff', exportScale: 1 },
            frameRendering: { enabled: true, clip: true, name: false, outline: true },
          },
          getDimensions: (width: number, height: number) => ({ width: width * scale, height: height * scale, scale }),
        })
        return { region, scale, url: canvas.toDataURL() }
      },
      [name, bytes.toString('base64'), padding, most] as const,
    ),
  )
}

/** Draws the current page of a file by tldraw; null: it cannot open it, or the page is empty. */
export function drawnByTldraw(page: Page, bytes: Buffer): Promise<Shown | null> {
  return drawnIn(
    page.evaluate(
      async ([json, limit]) => {
        const editor = tldraw as unknown as TldrawImages
        const parsed = parseTldrawJsonFile({ json, schema: editor.store.schema })
        if (parsed.ok) editor.loadSnapshot(parsed.value.getStoreSnapshot())
        else if (parsed.error.type === 'v1File') buildFromV1Document(tldraw, parsed.error.data.document)
        else throw new Error(parsed.error.type)
        // Texts have their size when their fonts are there.
        await editor.fonts.loadRequiredFontsForCurrentPage()
        const bounds = editor.getCurrentPageBounds()
        if (!bounds) return null
        const region = { x: bounds.x, y: bounds.y, w: bounds.w, h: bounds.h }
        const scale = Math.min(1, limit.width / region.w, limit.height / region.h)
        const options = { format: 'png', background: true, padding: 0, scale, pixelRatio: 1 }
        const { blob } = await editor.toImage([...editor.getCurrentPageShapeIds()], options)
        const url = await new Promise<string>((resolve) => {
          const reader = new FileReader()
          reader.onload = () => resolve(String(reader.result))
          reader.readAsDataURL(blob)
        })
        return { region, scale, url }
      },
      [bytes.toString('utf8'), most] as const,
    ),
  )
}

/** Opens a file on an empty board of ours, and draws the same region. */
export async function drawnByUs(page: Page, name: string, bytes: Buffer, like: Shown): Promise<Shown> {
  await page.evaluate(
    ([fileName, base64]) => {
      const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName)
      return (inkbridge.editor as unknown as { addFiles(files: readonly File[]): Promise<void> }).addFiles([file])
    },
    [name, bytes.toString('base64')] as const,
  )
  await page.waitForFunction(() => inkbridge.board.shapes().length > 0)
  // Large files are added in batches.
  await page.evaluate(async () => {
    for (let before = 0; before !== inkbridge.board.shapes().length; ) {
      before = inkbridge.board.shapes().length
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
  })
  return { ...like, png: await regionOf(page, like) }
}

/** A picture of a region of the open board, without the interface. */
async function regionOf(page: Page, { region, scale }: Shown): Promise<Buffer> {
  await page.evaluate(
    ([x, y, zoom]) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('.ink-root *:not(:has(canvas), canvas) { visibility: hidden !important }')
      document.adoptedStyleSheets.push(sheet)
      inkbridge.editor.camera = { x, y, zoom }
      Object.assign(inkbridge.editor, { selection: [] })
    },
    [region.x, region.y, scale] as const,
  )
  await page.evaluate(() => inkbridge.editor.settled())
  await page.waitForTimeout(500)
  const [width, height] = [Math.round(region.w * scale), Math.round(region.h * scale)]
  return page.screenshot({ clip: { x: 0, y: 0, width: Math.max(1, width), height: Math.max(1, height) } })
}

async function drawnIn(
  drawing: Promise<{ readonly region: Region; readonly scale: number; readonly url: string } | null>,
): Promise<Shown | null> {
  const drawn = await drawing
  return drawn && { ...drawn, png: Buffer.from(drawn.url.split(',')[1] ?? '', 'base64') }
}
