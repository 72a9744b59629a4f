import { expect, type Page } from '@playwright/test'
import { PNG } from 'pngjs'

export interface GivenFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

/** A PNG of one colour. */
export function png(width: number, height: number, rgb: readonly [number, number, number]): Buffer {
  const picture = new PNG({ width, height })
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([...rgb, 255], at)
  return PNG.sync.write(picture)
}

/** Pastes or drops files on the board, as a person does from a file manager or another program. */
export function give(page: Page, how: 'paste' | 'drop', files: readonly GivenFile[]) {
  const sent = files.map(({ bytes, ...rest }) => ({ ...rest, base64: bytes.toString('base64') }))
  return page.evaluate(
    ([how, sent]) => {
      const data = new DataTransfer()
      for (const { name, type, base64 } of sent) {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
      }
      const target = document.querySelector('[role=application]') ?? document.body
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, clientX: 640, clientY: 400, bubbles: true, cancelable: true })
      target.dispatchEvent(event)
    },
    [how, sent] as const,
  )
}

/** The images on the board. */
export const images = (page: Page) =>
  page.evaluate(() => inkbridge.board.shapes().flatMap((shape) => (shape.kind === 'image' ? [{ ...shape }] : [])))

/** Waits until all images of this page are on the server. */
export const uploaded = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => inkbridge.sync.status.uploads), { timeout: 60_000 })
    .toMatchObject({ pending: 0, failed: 0 })
