import type { CDPSession, Locator, Page } from '@playwright/test'

export type Spot = readonly [x: number, y: number]

/**
 * Makes real input events on a page and counts gestures. A gesture is a click (also a double one), a drag, a turn of the
 * wheel, a pinch, a key chord, or a text that is typed without a pause.
 */
export class Hand {
  readonly page: Page
  readonly #cdp: CDPSession
  #gestures = 0

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page
    this.#cdp = cdp
  }

  static async of(page: Page): Promise<Hand> {
    return new Hand(page, await page.context().newCDPSession(page))
  }

  get gestures(): number {
    return this.#gestures
  }

  /** Counts from here: what was done before only prepared the task. */
  begin(): void {
    this.#gestures = 0
  }

  async click(spot: Spot | Locator): Promise<void> {
    if (isSpot(spot)) await this.page.mouse.click(...spot)
    else await spot.click()
    await this.#done()
  }

  async doubleClick([x, y]: Spot): Promise<void> {
    await this.page.mouse.dblclick(x, y)
    await this.#done()
  }

  async drag(...[first = [0, 0], ...rest]: readonly Spot[]): Promise<void> {
    await this.page.mouse.move(...first)
    await this.page.mouse.down()
    for (const [x, y] of rest) await this.page.mouse.move(x, y, { steps: 8 })
    await this.page.mouse.up()
    await this.#done()
  }

  /** Zooms about a point by one turn of the wheel, until `isEnough`. */
  async zoom([x, y]: Spot, direction: 'in' | 'out', isEnough: () => Promise<boolean>): Promise<void> {
    await this.page.mouse.move(x, y)
    await this.page.keyboard.down('Control')
    for (let notch = 0; notch < 60 && !(await isEnough()); notch += 1) {
      await this.page.mouse.wheel(0, direction === 'in' ? -20 : 20)
      await this.#frame()
    }
    await this.page.keyboard.up('Control')
    await this.#done()
  }

  async key(chord: string): Promise<void> {
    await this.page.keyboard.press(chord)
    await this.#done()
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 5 })
    await this.#done()
  }

  async tap(spot: Spot | Locator): Promise<void> {
    if (isSpot(spot)) await this.page.touchscreen.tap(...spot)
    else await spot.tap()
    await this.#done()
  }

  async doubleTap([x, y]: Spot): Promise<void> {
    await this.page.touchscreen.tap(x, y)
    await this.page.touchscreen.tap(x, y)
    await this.#done()
  }

  /** A drag by one or more fingers, each from one spot to another. */
  async swipe(...fingers: readonly (readonly [from: Spot, to: Spot])[]): Promise<void> {
    const at = (share: number) =>
      fingers.map(([[ax, ay], [bx, by]], id) => ({ x: ax + (bx - ax) * share, y: ay + (by - ay) * share, id }))
    await this.#touch('touchStart', at(0))
    for (let step = 1; step <= 12; step += 1) {
      await this.#touch('touchMove', at(step / 12))
      await this.#frame()
    }
    await this.#touch('touchEnd', [])
    await this.#done()
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number; id: number }[]) {
    await this.#cdp.send('Input.dispatchTouchEvent', { type, touchPoints })
  }

  async #done(): Promise<void> {
    this.#gestures += 1
    await this.#outwaitDoubleClick()
  }

  /** Waits longer than the time within which two clicks are a double click, so that each gesture counts alone. */
  async #outwaitDoubleClick(): Promise<void> {
    await this.page.waitForTimeout(350)
    for (let frame = 0; frame < 4; frame += 1) await this.#frame()
  }

  #frame(): Promise<unknown> {
    return this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
}

function isSpot(spot: Spot | Locator): spot is Spot {
  return Array.isArray(spot)
}
