import * as Y from 'yjs'
import { roots } from '../layout.ts'
import {
  any,
  binary,
  contents,
  deleted,
  garbage,
  handMade,
  type Id,
  item,
  mark,
  string,
  subdocument,
  type,
  types,
  type WriteStruct,
} from './hand-made.ts'

export interface HostileOptions {
  readonly random: () => number
  /** The content of the board: ids, clocks and clients are drawn from it. */
  readonly board: Y.Doc
}

/** Updates that no honest client makes, close enough to honest ones that many pass some of the checks. */
export function hostileUpdates({ random, board }: HostileOptions) {
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value
  const chance = (share: number) => random() < share
  const clients = () => [...board.store.clients.keys()]
  const state = (client: number) => Y.getState(board.store, client)
  const length = () => (chance(0.8) ? 1 + below(3) : pick([0, 1, 5_000, 2 ** 20, 2 ** 31, 2 ** 40]))
  const client = () => (chance(0.6) && clients().length > 0 ? pick(clients()) : below(50) + 1)

  /** An id of the board, mostly. */
  function id(own: Id): Id {
    if (chance(0.25)) return [own[0], Math.max(0, own[1] - 1 - below(3))]
    const of = client()
    return [of, chance(0.9) ? below(Math.max(1, state(of))) : state(of) + below(3)]
  }

  const key = () => pick(['s0', 's1', 's2', '7', '8', 'a/1', '__proto__', 'constructor', '', 'schema', 'x'.repeat(130)])
  const root = () => (chance(0.9) ? pick(roots) : pick(['constructor', '__proto__', 'mine', '']))

  function where(own: Id) {
    const beside = random()
    if (beside < 0.2) return { origin: id(own) }
    if (beside < 0.3) return { right: id(own) }
    if (beside < 0.4) return { origin: id(own), right: id(own) }
    const keyed = chance(0.7) ? { key: key() } : {}
    return beside < 0.8 ? { parent: root(), ...keyed } : { parent: id(own), ...keyed }
  }

  const place = [0, 0, 10, 10, 0]
  const values: readonly unknown[] = [
    { kind: 'rect', at: place, style: { color: 'ink', width: 4 }, order: 'a0' },
    { kind: 'rect', at: place, style: { color: 'url(x)' }, order: 'a0' },
    { kind: 'hologram', deep: [[[[1]]]] },
    JSON.parse('{"kind":"x","__proto__":{"admin":true}}'),
    [0, 0],
    [1e300, 0],
    'a0',
    ['a0', 's1'],
    'javascript:alert(1)',
    'https://example.org',
    { color: 'blue' },
    [16, 32],
    1,
    null,
    'x'.repeat(500),
  ]

  /** Valid content for its location, though it may belong to another client. */
  function honest(own: Id): WriteStruct {
    const name = pick(['s0', 's1', 's2', 's3'])
    const texts = [...board.getMap('text').values()].flatMap((text) => (text as Y.XmlFragment)._item?.id ?? [])
    const text = texts.length > 0 ? pick(texts) : null
    switch (below(6)) {
      case 0:
        return any({ parent: 'at', key: name }, [below(99), 0])
      case 1:
        return any({ parent: 'shapes', key: `n${below(99)}` }, values[0])
      case 2:
        return any({ parent: 'link', key: name }, 'https://example.org')
      case 3:
        return type({ parent: 'wet', key: String(own[0]) }, types.array)
      case 4:
        return type(
          text ? { parent: [text.client, text.clock] } : { parent: 'text', key: name },
          types.element,
          'paragraph',
        )
      default:
        return type({ parent: 'text', key: name }, types.fragment)
    }
  }

  function struct(own: Id): WriteStruct {
    if (chance(0.4)) return honest(own)
    const at = where(own)
    switch (below(12)) {
      case 0:
        return garbage(length())
      case 1:
        return deleted(at, length())
      case 2:
        return binary(
          at,
          Uint8Array.from({ length: below(20) }, () => below(256)),
        )
      case 3:
        return string(at, pick(['a', 'words and words', '', '\u{20000}']))
      case 4:
        return mark(at, pick(['bold', 'link', 'bold-2', '__proto__']), pick([{}, null, true, { href: 'x' }, [[[[1]]]]]))
      case 5:
      case 6:
        return type(at, pick(Object.values(types)), chance(0.6) ? pick(['paragraph', '__proto__', '']) : undefined)
      case 7:
        return chance(0.3) ? subdocument(at) : item(pick([contents.json, contents.embed, 11, 31]), at, () => {})
      default:
        return any(at, pick(values))
    }
  }

  function block() {
    const of = client()
    const known = state(of)
    const clock = chance(0.75) ? known : Math.max(0, known + below(7) - 4)
    return {
      client: of,
      clock,
      structs: Array.from({ length: 1 + below(4) }, (_, index) => struct([of, clock + index])),
    }
  }

  function range(): readonly [number, number, number] {
    const of = client()
    return [of, chance(0.9) ? below(Math.max(1, state(of))) : state(of), length()]
  }

  return {
    next(): Uint8Array {
      const blocks = Array.from({ length: chance(0.8) ? 1 : below(4) }, block)
      if (blocks[0] && chance(0.05)) blocks.push({ ...block(), client: blocks[0].client })
      const deletes = Array.from({ length: chance(0.7) ? 0 : 1 + below(4) }, range)
      return handMade(blocks, deletes)
    },
  }
}
