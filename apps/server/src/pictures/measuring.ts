import { widthOf } from './fonts.ts'

/** What measures text where there is no browser: as much of a canvas as laying it out asks for. */
class MeasuringCanvas {
  getContext(): { font: string; measureText(text: string): { readonly width: number } } {
    return {
      font: '',
      measureText(text) {
        return { width: widthOf(this.font, text) }
      },
    }
  }
}

/** Text is laid out here from now on as a browser would. */
export function measureHere(): void {
  Object.assign(globalThis, { OffscreenCanvas: MeasuringCanvas })
}
