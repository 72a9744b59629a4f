import { createHash } from 'node:crypto'
import { type Person, type PrincipalId, personColors } from '@inkbridge/types'

const qualities = [
  'Amber',
  'Brave',
  'Bright',
  'Calm',
  'Clever',
  'Gentle',
  'Golden',
  'Keen',
  'Kind',
  'Lively',
  'Lucky',
  'Merry',
  'Nimble',
  'Quick',
  'Quiet',
  'Silver',
  'Steady',
  'Sunny',
  'Swift',
  'Warm',
]
const animals = [
  'Badger',
  'Crane',
  'Dolphin',
  'Falcon',
  'Finch',
  'Fox',
  'Hare',
  'Heron',
  'Ibex',
  'Jay',
  'Lark',
  'Lynx',
  'Marten',
  'Otter',
  'Owl',
  'Puffin',
  'Robin',
  'Seal',
  'Stork',
  'Wren',
]

/** The name and colour a guest has from the first visit: always the same for the same guest. */
export function guestPerson(id: PrincipalId): Person {
  const digest = createHash('sha256').update(id).digest()
  const pick = (list: readonly string[], byte: number) => list[(digest[byte] ?? 0) % list.length] ?? ''
  return { id, name: `${pick(qualities, 0)} ${pick(animals, 1)}`, color: pick(personColors, 2) }
}
