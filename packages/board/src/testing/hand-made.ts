import * as encoding from 'lib0/encoding'

/** Updates in Yjs' format, version 1, made by hand, including some that Yjs itself never makes. */
export type WriteStruct = (encoder: encoding.Encoder) => void

interface Block {
  readonly client?: number
  readonly clock?: number
  readonly structs: readonly WriteStruct[]
}

/** Deleted: client, clock, length. */
type Deleted = readonly [number, number, number]

/** Blocks of structs in the given order, and deletions, each range in an entry of its own. */
export function handMade(blocks: readonly Block[], deletes: readonly Deleted[] = []): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length)
    for (const { client = 7, clock = 0, structs } of blocks) {
      for (const number of [structs.length, client, clock]) encoding.writeVarUint(encoder, number)
      for (const write of structs) write(encoder)
    }
    encoding.writeVarUint(encoder, deletes.length)
    for (const [client, clock, length] of deletes) {
      for (const number of [client, 1, clock, length]) encoding.writeVarUint(encoder, number)
    }
  })
}

export type Id = readonly [client: number, clock: number]

interface Where {
  /** Of a root map, or of a type by its id. */
  readonly parent?: string | Id
  readonly key?: string
  readonly origin?: Id
  readonly right?: Id
}

/** Numbers of contents in the format. */
export const contents = {
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
} as const
/** Numbers of types in the format. */
export const types = { array: 0, map: 1, text: 2, element: 3, fragment: 4, hook: 5, xmlText: 6 } as const

/** An item at a location, with the content that `write` writes. */
export function item(kind: number, where: Where, write: WriteStruct): WriteStruct {
  const { parent, key, origin, right } = where
  return (encoder) => {
    encoding.writeUint8(encoder, kind | (origin ? 0x80 : 0) | (right ? 0x40 : 0) | (key === undefined ? 0 : 0x20))
    for (const id of [origin, right]) if (id) writeId(encoder, id)
    if (!origin && !right) {
      encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
      if (typeof parent === 'string') encoding.writeVarString(encoder, parent)
      else writeId(encoder, parent ?? [0, 0])
      if (key !== undefined) encoding.writeVarString(encoder, key)
    }
    write(encoder)
  }
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

export function any(where: Where, value: unknown): WriteStruct {
  return item(contents.any, where, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1])
  })
}

/** The bytes of one value, verbatim. */
export function rawAny(where: Where, bytes: readonly number[]): WriteStruct {
  return item(contents.any, where, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeUint8Array(encoder, Uint8Array.from(bytes))
  })
}

export function string(where: Where, text: string): WriteStruct {
  return item(contents.string, where, (encoder) => encoding.writeVarString(encoder, text))
}

export function binary(where: Where, bytes: Uint8Array): WriteStruct {
  return item(contents.binary, where, (encoder) => encoding.writeVarUint8Array(encoder, bytes))
}

export function mark(where: Where, name: string, value: unknown): WriteStruct {
  return item(contents.format, where, (encoder) => {
    encoding.writeVarString(encoder, name)
    encoding.writeVarString(encoder, JSON.stringify(value))
  })
}

export function deleted(where: Where, length: number): WriteStruct {
  return item(contents.deleted, where, (encoder) => encoding.writeVarUint(encoder, length))
}

export function type(where: Where, of: number, name?: string): WriteStruct {
  return item(contents.type, where, (encoder) => {
    encoding.writeVarUint(encoder, of)
    if (name !== undefined) encoding.writeVarString(encoder, name)
  })
}

export function subdocument(where: Where): WriteStruct {
  return item(contents.doc, where, (encoder) => {
    encoding.writeVarString(encoder, 'guid')
    encoding.writeAny(encoder, {})
  })
}

export function garbage(length: number): WriteStruct {
  return (encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }
}
