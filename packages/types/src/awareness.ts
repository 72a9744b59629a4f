import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { limits } from './limits.ts'

/**
 * The payload of an awareness message in y-protocols' format: count, then for each state: client id, clock, JSON
 * (varint, varint, varString).
 */
export interface AwarenessState {
  readonly clientId: number
  readonly clock: number
  /** Parsed JSON; null when the client has left. */
  readonly state: unknown
}

/** The most states in one message; a board allows no more connections than this. */
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

/** Null when the bytes are not an awareness payload, or a state in it is larger than `limits.maxPresenceBytes`. */
export function decodeAwareness(bytes: Uint8Array): readonly AwarenessState[] | null {
  try {
    return [...statesIn(bytes)].map(parsed)
  } catch {
    return null
  }
}

/** The first state of a given client, the only one whose JSON is read; null when it has no state, or as above. */
export function findAwareness(bytes: Uint8Array, isWanted: (clientId: number) => boolean): AwarenessState | null {
  try {
    const found = [...statesIn(bytes)].find(({ clientId }) => isWanted(clientId))
    return found ? parsed(found) : null
  } catch {
    return null
  }
}

interface UnreadState {
  readonly clientId: number
  readonly clock: number
  readonly json: Uint8Array
}

function* statesIn(bytes: Uint8Array): Generator<UnreadState> {
  const from = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(from)
  if (count > maxStates) throw new RangeError(`presence of ${count} clients`)
  for (let index = 0; index < count; index += 1) {
    const clientId = decoding.readVarUint(from)
    const clock = decoding.readVarUint(from)
    const json = decoding.readVarUint8Array(from)
    if (json.byteLength > limits.maxPresenceBytes) throw new RangeError(`presence of ${json.byteLength} bytes`)
    yield { clientId, clock, json }
  }
}

function parsed({ clientId, clock, json }: UnreadState): AwarenessState {
  return { clientId, clock, state: JSON.parse(new TextDecoder().decode(json)) }
}
