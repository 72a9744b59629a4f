import { browserArgs, findBrowser } from '@inkbridge/e2e/browser'
import { type Browser, type BrowserServer, chromium, type Page } from '@playwright/test'

export const viewport = { width: 1280, height: 800 }

/** A browser of its own, whose processor time can be read. */
export class MeasuredBrowser {
  readonly #server: BrowserServer
  readonly #browser: Browser

  private constructor(server: BrowserServer, browser: Browser) {
    this.#server = server
    this.#browser = browser
  }

  static async launch(): Promise<MeasuredBrowser> {
    const { executablePath, env } = await findBrowser()
    const server = await chromium.launchServer({
      executablePath,
      args: [...browserArgs],
      env: { ...process.env, ...env } as Record<string, string>,
    })
    return new MeasuredBrowser(server, await chromium.connect(server.wsEndpoint()))
  }

  get pid(): number {
    return this.#server.process().pid ?? 0
  }

  async page(): Promise<Page> {
    const context = await this.#browser.newContext({ viewport, colorScheme: 'light' })
    const page = await context.newPage()
    page.setDefaultTimeout(180_000)
    await page.addInitScript(instruments)
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.#server.close()
  }
}

declare global {
  var bench: {
    /** The share of all pixels that have ink on them, over all canvases. */
    inkShare(): number
    /** Since the navigation began: when the picture was there, as far as it ever got, ms. */
    painted(): Promise<{ readonly ms: number; readonly share: number }>
    /** Moves the board by the wheel, once a frame, to and fro; returns the frames there were. */
    pan(selector: string, forMs: number): Promise<number>
  }
}

/** Runs in every page before anything else: both whiteboards are looked at in the same way. */
function instruments(): void {
  const [columns, rows] = [160, 100]
  const samples: { readonly at: number; readonly share: number }[] = []
  const looking = () => {
    samples.push({ at: performance.now(), share: inkShare() })
    if (performance.now() < 120_000) requestAnimationFrame(looking)
  }
  let small: CanvasRenderingContext2D | null = null

  function inkShare(): number {
    small ??= Object.assign(document.createElement('canvas'), { width: columns, height: rows }).getContext('2d', {
      willReadFrequently: true,
    })
    if (!small) return 0
    small.fillStyle = '#fff'
    small.fillRect(0, 0, columns, rows)
    for (const canvas of document.querySelectorAll('canvas')) {
      if (canvas.width > 0 && canvas.height > 0) small.drawImage(canvas, 0, 0, columns, rows)
    }
    const { data } = small.getImageData(0, 0, columns, rows)
    let ink = 0
    for (let at = 0; at < data.length; at += 4) {
      if (Math.min(data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255) < 190) ink += 1
    }
    return ink / (columns * rows)
  }

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  globalThis.bench = {
    inkShare,
    async painted() {
      const steadyMs = 2_500
      for (;;) {
        await frame()
        const last = samples.at(-1)
        const first = last && samples.find(({ share }) => share >= last.share * 0.97 && share > 0.02)
        if (last && first && last.at - first.at > steadyMs) return { ms: first.at, share: last.share }
        if (performance.now() > 110_000) return { ms: Number.NaN, share: last?.share ?? 0 }
      }
    },
    async pan(selector, forMs) {
      samples.length = 0
      const target = document.querySelector(selector)
      if (!target) throw new Error(`nothing is called ${selector}`)
      const begun = performance.now()
      let frames = 0
      while (performance.now() - begun < forMs) {
        const way = Math.floor(frames / 60) % 2 === 0 ? 1 : -1
        const move = { deltaX: 6 * way, deltaY: 4 * way, clientX: 640, clientY: 400, bubbles: true, cancelable: true }
        target.dispatchEvent(new WheelEvent('wheel', move))
        await frame()
        frames += 1
      }
      return frames
    },
  }
  requestAnimationFrame(looking)
}
