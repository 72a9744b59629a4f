declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** 16 characters of base62, made by the server. */
export type BoardId = Id<'board'>
/** 1 to 128 characters, unique on its board; ours are 10 characters of base62. */
export type ShapeId = Id<'shape'>
/** 12 characters of base62, made by the server. Not a secret. */
export type LinkId = Id<'link'>
/** 22 characters of base64url, made by the server for each browser that gets a cookie. Not a secret. */
export type DeviceId = Id<'device'>
/**
 * Who acts: `g:` and 22 characters for a guest's cookie; `l:`, a link's id, a dot and 22 characters for a participant who
 * came by that link with a key of its own; `l:` and a link's id for a program that showed the link's secret alone.
 */
export type PrincipalId = Id<'principal'>

/** Whether many may be this same principal. */
export function isShared(principal: PrincipalId): boolean {
  return principal.startsWith('l:') && !principal.includes('.')
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Fills the array with random bytes, as `crypto.getRandomValues` does. */
export type RandomBytes = (into: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

/** A random name of `length` characters of base62 (5.95 bits each), without modulo bias. */
export function randomName(length: number, random: RandomBytes = secureRandom): string {
  let name = ''
  while (name.length < length) {
    for (const byte of random(new Uint8Array(length + 8))) {
      if (byte < 248 && name.length < length) name += alphabet[byte % 62]
    }
  }
  return name
}

const secureRandom: RandomBytes = (into) => crypto.getRandomValues(into)

export function newShapeId(random?: RandomBytes): ShapeId {
  return randomName(10, random) as ShapeId
}

export function newBoardId(): BoardId {
  return randomName(16) as BoardId
}

export function newLinkId(): LinkId {
  return randomName(12) as LinkId
}

export function parseBoardId(input: unknown): BoardId | null {
  return typeof input === 'string' && /^[0-9A-Za-z]{16}$/.test(input) ? (input as BoardId) : null
}

/**
 * What a piece of a stroke is called when it becomes a stroke of its own: the same for whoever splits it off, so that
 * two who do so at once make one. `from` and `to` in points.
 */
export function partId(id: ShapeId, [from, to]: readonly [from: number, to: number]): ShapeId {
  const place = (value: number) => Math.round(value * 16).toString(36)
  return `${id.slice(0, 96)}.${place(from)}.${place(to)}` as ShapeId
}
