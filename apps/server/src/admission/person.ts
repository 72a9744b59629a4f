import { createHash } from 'node:crypto'
import type { Person, PrincipalId } from '@inkbridge/types'

/** At least 4.5:1 with white text, so that a name can stand on any of them. */
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
