import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { limits } from './limits.ts'

/**
 * The payload of an awareness frame, as y-protocols lays it out:
 * count, then for each state: client id, clock, JSON (varint, varint, varString).
 */
export interface AwarenessState {
  readonly clientId: number
  readonly clock: number
  /** Parsed JSON; null when the client is gone. */
  readonly state: unknown
}

/** How many states one frame may carry; a board takes no more connections than this. */
const maxStates = 2_000

export function encodeAwareness(states: readonly AwarenessState[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarUint(to, states.length)
    for (const { clientId, clock, state } of states) {
      encoding.writeVarUint(to, clientId)
      encoding.writeVarUint(to, clock)
      encoding.writeVarString(to, JSON.stringify(state))
    }
  })
}

/** Null when the bytes are no awareness payload, or a state in it is larger than `limits.maxPresenceBytes`. */
export function decodeAwareness(bytes: Uint8Array): readonly AwarenessState[] | null {
  try {
    const from = decoding.createDecoder(bytes)
    const count = decoding.readVarUint(from)
    if (count > maxStates) return null
    return Array.from({ length: count }, () => readState(from))
  } catch {
    return null
  }
}

function readState(from: decoding.Decoder): AwarenessState {
  const clientId = decoding.readVarUint(from)
  const clock = decoding.readVarUint(from)
  const json = decoding.readVarUint8Array(from)
  if (json.byteLength > limits.maxPresenceBytes) throw new RangeError(`presence of ${json.byteLength} bytes`)
  return { clientId, clock, state: JSON.parse(new TextDecoder().decode(json)) }
}
