import { browserArgs, findBrowser } from '@inkbridge/e2e/browser'
import { type Browser, type BrowserContextOptions, type BrowserServer, chromium, type Page } from '@playwright/test'

export const viewport = { width: 1280, height: 800 }

/** A browser process whose processor time can be read. */
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

  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport, colorScheme: 'light', ...options })
    await context.addInitScript(instruments)
    const page = await context.newPage()
    page.setDefaultTimeout(180_000)
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.#server.close()
  }
}

/** Measurements of a time span: frames, in ms each, and the tasks that blocked the page for more than 50 ms. */
interface Frames {
  readonly frames: readonly number[]
  readonly longest: number
}

declare global {
  var bench: {
    /** The share of pixels with ink, over all canvases. */
    inkShare(): number
    /** Time since navigation until the picture was complete, ms. */
    painted(): Promise<{ readonly ms: number; readonly share: number }>
    /** Turns the wheel, once a frame, back and forth; returns the frames. */
    wheel(selector: string, forMs: number, zooms: boolean): Promise<Frames>
    /** Pans and zooms quickly; returns the frames with a square of 80 pixels without ink, where all have some. */
    blankFrames(selector: string): Promise<number>
    /** Records frames until stopped, and looks at the picture no more. */
    watch(): void
    watched(): Frames
    /** From each pointer event to the frame that shows it, ms. */
    latencies(): readonly number[]
    everyFrame(forMs: number, take: (index: number) => void): Promise<number>
    spot(index: number): { readonly x: number; readonly y: number }
  }
}

/** Runs in every page before anything else: all whiteboards are measured in the same way. */
function instruments(): void {
  const [columns, rows] = [160, 100]
  const samples: { readonly at: number; readonly share: number }[] = []
  let looks = true
  const looking = () => {
    // tldraw draws shapes as elements, not on a canvas: they count as a picture once they exist.
    const elements = document.getElementsByClassName('tl-shape').length
    samples.push({ at: performance.now(), share: elements > 0 ? 0.2 + elements / 1e6 : inkShare() })
    if (looks) requestAnimationFrame(looking)
  }
  let small: CanvasRenderingContext2D | null = null

  function look(): Uint8ClampedArray | null {
    small ??= Object.assign(document.createElement('canvas'), { width: columns, height: rows }).getContext('2d', {
      willReadFrequently: true,
    })
    if (!small) return null
    small.fillStyle = '#fff'
    small.fillRect(0, 0, columns, rows)
    for (const canvas of document.querySelectorAll('canvas')) {
      if (canvas.width > 0 && canvas.height > 0) small.drawImage(canvas, 0, 0, columns, rows)
    }
    return small.getImageData(0, 0, columns, rows).data
  }

  function inkShare(): number {
    const data = look()
    if (!data) return 0
    let ink = 0
    for (let at = 0; at < data.length; at += 4) {
      if (Math.min(data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255) < 190) ink += 1
    }
    return ink / (columns * rows)
  }

  /** Whether a square of a tenth of the view's height has no ink at all: scenes here have some everywhere. */
  function hasBlank(): boolean {
    const data = look()
    const side = 10
    for (let top = 0; data && top < rows; top += side) {
      for (let left = 0; left < columns; left += side) if (isBlank(data, left, top, side)) return true
    }
    return false
  }

  function isBlank(data: Uint8ClampedArray, left: number, top: number, side: number): boolean {
    for (let y = top; y < top + side; y += 1) {
      for (let x = left; x < left + side; x += 1) {
        const at = 4 * (y * columns + x)
        if (Math.min(data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255) < 235) return false
      }
    }
    return true
  }

  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  let seen: { frames: number[]; longest: number } = { frames: [], longest: 0 }
  let watching = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration)
  }).observe({ type: 'longtask', buffered: false })

  // When the effect of an event is on the screen: after the frame that follows it.
  const late: number[] = []
  const shown = new MessageChannel()
  const waiting: number[] = []
  shown.port1.onmessage = () => {
    for (const at of waiting.splice(0)) late.push(performance.now() - at)
  }
  const onPointer = ({ timeStamp }: Event) => {
    waiting.push(timeStamp)
    if (waiting.length === 1) requestAnimationFrame(() => shown.port2.postMessage(null))
  }
  for (const name of ['pointerdown', 'pointermove', 'pointerup'])
    addEventListener(name, onPointer, { capture: true, passive: true })

  globalThis.bench = {
    inkShare,
    async painted() {
      const steadyMs = 2_500
      for (;;) {
        await frame()
        const last = samples.at(-1)
        const first = last && samples.find(({ share }) => share >= last.share * 0.97 && share > 0.01)
        if ((last && first && last.at - first.at > steadyMs) || performance.now() > 150_000) {
          looks = false
          return { ms: first?.at ?? Number.NaN, share: last?.share ?? 0 }
        }
      }
    },
    async wheel(selector, forMs, zooms) {
      const target = document.querySelector(selector)
      if (!target) throw new Error(`no element matches ${selector}`)
      seen = { frames: [], longest: 0 }
      const begun = performance.now()
      let last = await frame()
      for (let count = 0; performance.now() - begun < forMs; count += 1) {
        const sign = Math.floor(count / 60) % 2 === 0 ? 1 : -1
        const by = zooms ? { deltaY: 2 * sign, ctrlKey: true } : { deltaX: 6 * sign, deltaY: 4 * sign }
        target.dispatchEvent(
          new WheelEvent('wheel', { ...by, clientX: 640, clientY: 400, bubbles: true, cancelable: true }),
        )
        const now = await frame()
        seen.frames.push(now - last)
        last = now
      }
      return seen
    },
    async blankFrames(selector) {
      const target = document.querySelector(selector)
      let blank = 0
      for (let count = 0; count < 240; count += 1) {
        // Back and forth, faster than tiles can be drawn; then out and in again; never beyond the scene, which is empty.
        const sign = Math.floor(count / 30) % 2 === 0 ? 1 : -1
        const by = count < 120 ? { deltaX: 18 * sign, deltaY: 12 * sign } : { deltaY: 2 * sign, ctrlKey: true }
        target?.dispatchEvent(
          new WheelEvent('wheel', { ...by, clientX: 640, clientY: 400, bubbles: true, cancelable: true }),
        )
        await frame()
        await frame()
        if (hasBlank()) blank += 1
      }
      return blank
    },
    watch() {
      looks = false
      seen = { frames: [], longest: 0 }
      late.length = 0
      const round = ++watching
      let last = performance.now()
      const step = (now: number) => {
        if (round !== watching) return
        seen.frames.push(now - last)
        last = now
        requestAnimationFrame(step)
      }
      requestAnimationFrame(step)
    },
    watched() {
      watching += 1
      return seen
    },
    latencies: () => late,
    async everyFrame(forMs, take) {
      const begun = performance.now()
      let index = 0
      while (performance.now() - begun < forMs) {
        for (let each = 0; each < 20 && performance.now() - begun < forMs; each += 1) {
          take(index)
          index += 1
        }
        await frame()
      }
      return (index * 1_000) / (performance.now() - begun)
    },
    spot: (index) => ({ x: 600 + (index % 40) * 8, y: 400 + (index % 25) * 8 }),
  }
  requestAnimationFrame(looking)
}
