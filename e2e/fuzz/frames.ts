import { hostileUpdates } from '@inkbridge/board/testing/hostile-updates'
import { encodeAwareness, encodeFrame, encodePresence } from '@inkbridge/types'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Messages no honest client would send: random bytes, honest messages with something changed, and crafted ones. */

export interface FuzzOptions {
  readonly random: () => number
  /** What the clients on the board have. */
  readonly victims: readonly Y.Doc[]
}

/** Messages as one attacker sends them, the same for the same seed. */
export function fuzzer({ random, victims }: FuzzOptions) {
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value
  const chance = (share: number) => random() < share
  const noise = (most: number) => Uint8Array.from({ length: below(most) }, () => below(256))
  /** Mostly small, sometimes at the limits of numbers. */
  const count = () => (chance(0.9) ? below(40) : pick([2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1]))
  const victim = () => pick(victims)
  const client = () => (chance(0.3) ? victim().clientID : below(2 ** 32))
  /** The clock at which a client's update would start: mostly a valid one. */
  function place(): { readonly client: number; readonly clock: number } {
    const doc = victim()
    const known = Y.getState(doc.store, doc.clientID)
    if (chance(0.3)) return { client: doc.clientID, clock: chance(0.8) ? known : Math.max(0, known - below(9)) }
    return { client: below(2 ** 32), clock: chance(0.9) ? 0 : count() }
  }
  const root = () => pick(['shapes', 'shapes', 'at', 'style', 'order', 'wet', 'text', 'meta', 'constructor', ''])
  const key = () => pick(['s0', 's1', `k${below(50)}`, '__proto__', 'x'.repeat(200), '\u0000'])

  function honestUpdate(): Uint8Array {
    const doc = new Y.Doc()
    const shapes = doc.getMap<unknown>('shapes')
    for (let made = 0; made <= below(3); made += 1) {
      const style = { color: 'ink', width: 2 }
      shapes.set(`f${below(100)}`, { kind: 'rect', at: [below(99), 0, 10, 10, 0], style, order: 'a0' })
    }
    if (chance(0.3)) doc.getMap('at').set('f1', noise(12))
    if (chance(0.3)) shapes.delete('f1')
    return Y.encodeStateAsUpdate(doc)
  }

  function value(to: encoding.Encoder, depth = 0): void {
    if (depth < 20 && chance(0.4)) {
      const object = chance(0.5)
      const size = below(3)
      encoding.writeUint8(to, object ? 118 : 117)
      encoding.writeVarUint(to, chance(0.95) ? size : count())
      for (let index = 0; index < size; index += 1) {
        if (object) encoding.writeVarString(to, pick(['kind', 'at', 'style', 'order', '__proto__', 'points']))
        value(to, depth + 1)
      }
    } else encoding.writeAny(to, pick([null, undefined, below(99), -1.5, 1e300, 'rect', true, noise(9), BigInt(7)]))
  }

  function struct(to: encoding.Encoder): void {
    const content = pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 10, 11])
    const whole = content === 0 || content === 10
    const [origin, right, sub] = whole ? [0, 0, 0] : [chance(0.2) ? 1 : 0, chance(0.1) ? 1 : 0, chance(0.8) ? 1 : 0]
    encoding.writeUint8(to, content | (origin ? 0x80 : 0) | (right ? 0x40 : 0) | (sub ? 0x20 : 0))
    if (whole) return encoding.writeVarUint(to, count())
    for (let side = 0; side < origin + right; side += 1) {
      encoding.writeVarUint(to, client())
      encoding.writeVarUint(to, count())
    }
    if (!origin && !right) {
      const named = chance(0.9)
      encoding.writeVarUint(to, named ? 1 : 0)
      if (named) encoding.writeVarString(to, root())
      else {
        encoding.writeVarUint(to, client())
        encoding.writeVarUint(to, count())
      }
      if (sub) encoding.writeVarString(to, key())
    }
    if (content === 1) encoding.writeVarUint(to, count())
    else if (content === 3) encoding.writeVarUint8Array(to, noise(20))
    else if (content === 7) encoding.writeVarUint(to, below(8))
    else if (content === 8) {
      const size = chance(0.9) ? 1 : below(4)
      encoding.writeVarUint(to, chance(0.97) ? size : count())
      for (let index = 0; index < size; index += 1) value(to)
    } else encoding.writeVarString(to, pick(['', 'abc', '{}', '{"a":1}', '[', '\ud800']))
  }

  function madeUpdate(): Uint8Array {
    return encoding.encode((to) => {
      const clients = 1 + below(2)
      encoding.writeVarUint(to, chance(0.97) ? clients : count())
      for (let index = 0; index < clients; index += 1) {
        const structs = 1 + below(3)
        encoding.writeVarUint(to, chance(0.97) ? structs : count())
        const { client, clock } = place()
        encoding.writeVarUint(to, client)
        encoding.writeVarUint(to, clock)
        for (let made = 0; made < structs; made += 1) struct(to)
      }
      const ranges = chance(0.6) ? 0 : 1 + below(2)
      encoding.writeVarUint(to, ranges ? 1 : 0)
      if (!ranges) return
      encoding.writeVarUint(to, client())
      encoding.writeVarUint(to, ranges)
      for (let made = 0; made < ranges; made += 1) {
        encoding.writeVarUint(to, count())
        encoding.writeVarUint(to, count())
      }
    })
  }

  /** Valid but for its client or its first clock. */
  function forgedUpdate(): Uint8Array {
    return encoding.encode((to) => {
      const { client, clock } = place()
      for (const number of [1, 1, client, clock]) encoding.writeVarUint(to, number)
      if (chance(0.3)) {
        encoding.writeUint8(to, 0)
        encoding.writeVarUint(to, 1 + below(70_000))
      } else {
        encoding.writeUint8(to, 0x28)
        encoding.writeVarUint(to, 1)
        encoding.writeVarString(to, 'shapes')
        encoding.writeVarString(to, `k${below(50)}`)
        encoding.writeVarUint(to, 1)
        encoding.writeAny(to, { kind: 'rect', at: [0, 0, 1, 1, 0], style: { color: 'ink', width: 1 }, order: 'a0' })
      }
      encoding.writeVarUint(to, 0)
    })
  }

  /** With clocks, clients and neighbours of what is on the board. */
  const sources = victims.map((board) => hostileUpdates({ random, board }))
  function hostile(): Uint8Array {
    return pick(sources).next()
  }

  function presence(): Uint8Array {
    const whole = {
      clientId: client(),
      state: pick<object>([{}, { user: { name: 'x' } }, { cursor: 7, selection: {} }]),
    }
    const entry = { slot: below(3), cursor: null, shift: null, ...(chance(0.5) ? { whole } : {}) }
    return encodePresence({ everybody: chance(0.2), entries: Array.from({ length: below(4) }, () => entry) })
  }

  function stateVector(): Uint8Array {
    return encoding.encode((to) => {
      const size = below(4)
      encoding.writeVarUint(to, chance(0.9) ? size : count())
      for (let index = 0; index < size * 2; index += 1) encoding.writeVarUint(to, index % 2 ? count() : client())
    })
  }

  function made(): Uint8Array {
    const update = () => pick([hostile, hostile, madeUpdate, forgedUpdate, honestUpdate])()
    const makers = [
      () => encodeFrame({ kind: 'update', update: update() }),
      () => encodeFrame({ kind: 'update', update: update() }),
      () => encodeFrame({ kind: 'update', update: update() }),
      () => encodeFrame({ kind: 'update', update: update() }),
      () => encodeFrame({ kind: 'sync-step-2', update: update() }),
      () => encodeFrame({ kind: 'sync-step-1', stateVector: stateVector() }),
      () =>
        encodeFrame({ kind: 'have', stateVector: stateVector(), deletions: chance(0.5) ? stateVector() : noise(40) }),
      () => encodeFrame({ kind: 'presence', delta: chance(0.7) ? presence() : noise(30) }),
      () =>
        encodeFrame({
          kind: 'awareness',
          states: encodeAwareness([{ clientId: client(), clock: count(), state: {} }]),
        }),
      () => encodeFrame({ kind: 'chunk', rest: count(), bytes: noise(60) }),
      () => encodeFrame({ kind: 'saved', received: count(), saved: count() }),
      () => encodeFrame({ kind: pick(['ping', 'pong']), id: count() }),
      () => encodeFrame({ kind: 'denied', reason: 'no' }),
      () => encodeFrame({ kind: 'query-awareness' }),
    ]
    return pick(makers)()
  }

  function changed(frame: Uint8Array): Uint8Array {
    const bytes = Uint8Array.from(frame)
    const at = below(bytes.length)
    switch (below(4)) {
      case 0:
        for (let flips = 0; flips <= below(3); flips += 1) bytes[below(bytes.length)] = below(256)
        return bytes
      case 1:
        return bytes.subarray(0, at)
      case 2:
        return Uint8Array.from([...bytes.subarray(0, at), ...noise(6), ...bytes.subarray(at)])
      default:
        return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.min(bytes.length, at + below(6)))])
    }
  }

  return {
    next(): Uint8Array {
      const kind = random()
      if (kind < 0.15) return noise(300)
      if (kind < 0.4) return changed(chance(0.5) ? encodeFrame({ kind: 'update', update: honestUpdate() }) : made())
      return made()
    },
  }
}
