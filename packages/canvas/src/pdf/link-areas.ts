import { type Box, parseLink } from '@inkbridge/types'
import type { LettersItem } from '../display.ts'
import { intersection, overlaps, turned } from '../geometry.ts'
import { families } from '../text.ts'
import { addressString, real } from './syntax.ts'

/** An area that opens an address, world units. */
export interface LinkArea {
  readonly box: Box
  readonly address: string
}

/**
 * Returns the address that a link in a file opens; null: none, or one that may not be followed.
 *
 * @param board the address of the board, for links to places on it; without it, they open nothing
 */
export function addressOf(link: string | undefined, board: string | undefined): string | null {
  const address = parseLink(link)
  if (!address?.startsWith('#')) return address
  return board && URL.canParse(board) ? new URL(address, board).href : null
}

/** Returns the box of a text, rotated with its shape, world units. */
export function lettersBox({ x, y, face, width = 0, turn }: LettersItem): Box {
  const { ascent, descent } = families[face.font]
  const [top, bottom] = [y - ascent * face.size, y + descent * face.size]
  const corners = [
    { x, y: top },
    { x: x + width, y: top },
    { x: x + width, y: bottom },
    { x, y: bottom },
  ].map((corner) => (turn ? turned(corner as Parameters<typeof turned>[0], turn, turn.rotation) : corner))
  const [across, down] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)]
  return { minX: Math.min(...across), minY: Math.min(...down), maxX: Math.max(...across), maxY: Math.max(...down) }
}

/** Writes the annotation of a link (ISO 32000-1, section 12.5.6.5); null: it is outside of the page. */
export function annotation({ box, address }: LinkArea, view: Box, scale: number, height: number): string | null {
  if (!overlaps(box, view)) return null
  const { minX, minY, maxX, maxY } = intersection(view, box)
  const across = [minX, maxX].map((x) => real((x - view.minX) * scale))
  const down = [maxY, minY].map((y) => real(height - (y - view.minY) * scale))
  return `<</Type/Annot/Subtype/Link/Rect[${across[0]} ${down[0]} ${across[1]} ${down[1]}]/Border[0 0 0]/F 4/A<</Type/Action/S/URI/URI${addressString(address)}>>>>`
}
