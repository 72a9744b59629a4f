import type { Box } from './geometry.ts'
import type { PrincipalId, ShapeId } from './ids.ts'
import { limits } from './limits.ts'

/** The colours a person can choose from: at least 4.5:1 with white text, so that a name is readable on any of them. */
export const personColors = [
  '#b33a80',
  '#2f7d4a',
  '#5954c8',
  '#b0472b',
  '#1f6f9f',
  '#7a5b00',
  '#8a3fb0',
  '#0b7471',
  '#a8324a',
  '#4a6a1e',
  '#3a5bc7',
  '#8a4f2a',
] as const

/** The owner of a connection, as given by the server. */
export interface Person {
  readonly id: PrincipalId
  readonly name: string
  /** `#rrggbb`, at least 4.5:1 with white text. */
  readonly color: string
  /** True for a program that uses a link's token, also in a page of another site, and may choose its name. */
  readonly bot?: true
}

/** The presence of one connection; removed when it closes. */
export interface Presence {
  /** Set by the server; a client's own value is replaced. */
  readonly user?: Person
  /** World units; null when the pointer is not over the board. */
  readonly cursor?: { readonly x: number; readonly y: number } | null
  /** At most 200 ids. */
  readonly selection?: readonly ShapeId[]
  /** The box around the selection, when it is more than `selection` can list. */
  readonly box?: Box | null
  /** The current offset of the dragged selection, world units; the document changes when it is dropped. */
  readonly shift?: { readonly x: number; readonly y: number } | null
  /** The Yjs client id of the connection whose view this one shows. */
  readonly following?: number | null
  /** The visible area, world units; sent only while somebody follows. */
  readonly view?: Box | null
  /** The caret and text selection of this person: positions as Yjs encodes them, in base 64. */
  readonly caret?: Caret | null
  /** The cursor is a laser that others see, too. */
  readonly laser?: boolean
  /** The page is in the background: its person is here, but looks elsewhere. */
  readonly away?: boolean
}

/** A position in the text of a shape. */
export interface Caret {
  readonly id: ShapeId
  readonly anchor: string
  readonly head: string
}

export interface Peer {
  /** The connection's Yjs client id. */
  readonly clientId: number
  readonly user: Person
  readonly cursor: { readonly x: number; readonly y: number } | null
  readonly selection: readonly ShapeId[]
  readonly box: Box | null
  readonly shift: { readonly x: number; readonly y: number } | null
  readonly following: number | null
  readonly view: Box | null
  readonly caret: Caret | null
  readonly laser: boolean
  readonly away: boolean
}

/** The presence that a page sends; the server adds the user, and the page's visibility sets `away`. */
export type OwnPresence = Omit<Presence, 'user' | 'away'>

/** Reads another's presence; null when it cannot be shown. Never throws. */
export function parsePeer(clientId: number, input: unknown): Peer | null {
  const state = record(input)
  const user = record(state?.user)
  if (!state || !user) return null
  const color = typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : '#6c7280'
  return {
    clientId,
    user: {
      id: String(user.id ?? '').slice(0, 64) as PrincipalId,
      name: cleanName(user.name) ?? 'Guest',
      color,
      ...(user.bot === true ? { bot: true as const } : {}),
    },
    cursor: parsePoint(state.cursor),
    selection: Array.isArray(state.selection)
      ? state.selection.filter((id): id is ShapeId => typeof id === 'string').slice(0, 200)
      : [],
    box: parseBox(state.box),
    shift: parsePoint(state.shift),
    following: typeof state.following === 'number' ? state.following : null,
    view: parseBox(state.view),
    caret: parseCaret(state.caret),
    laser: state.laser === true,
    away: state.away === true,
  }
}

/** A displayable name: trimmed, well-formed, no control characters, bounded; null when nothing is left. */
export function cleanName(input: unknown): string | null {
  return cleanLine(input, limits.maxNameLength)
}

/** The same for a board's title. */
export function cleanTitle(input: unknown): string | null {
  return cleanLine(input, limits.maxTitleLength)
}

function cleanLine(input: unknown, maxLength: number): string | null {
  if (typeof input !== 'string') return null
  const line = input
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, maxLength)
    // A surrogate pair that does not fit is left out completely.
    .replace(/[\uD800-\uDBFF]$/, '')
  return line === '' ? null : line
}

function parsePoint(input: unknown): Peer['cursor'] {
  const point = record(input)
  const { x, y } = point ?? {}
  if (typeof x !== 'number' || typeof y !== 'number') return null
  return Math.abs(x) <= limits.maxCoordinate && Math.abs(y) <= limits.maxCoordinate ? { x, y } : null
}

/** Encoded positions have about twenty characters; longer ones are not decoded. */
const maxPosition = 200

function parseCaret(input: unknown): Caret | null {
  const { id, anchor, head } = record(input) ?? {}
  if (typeof id !== 'string' || typeof anchor !== 'string' || typeof head !== 'string') return null
  if (Math.max(id.length, anchor.length, head.length) > maxPosition) return null
  return { id: id as ShapeId, anchor, head }
}

function parseBox(input: unknown): Box | null {
  const { minX, minY, maxX, maxY } = record(input) ?? {}
  const [low, high] = [parsePoint({ x: minX, y: minY }), parsePoint({ x: maxX, y: maxY })]
  return low && high ? { minX: low.x, minY: low.y, maxX: high.x, maxY: high.y } : null
}

function record(input: unknown): Record<string, unknown> | null {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : null
}
