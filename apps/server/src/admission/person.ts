import { createHash } from 'node:crypto'
import { type Person, type PrincipalId, personColors } from '@inkbridge/types'

/** Names of guests: an adjective and an animal. The German animals are all masculine, to match the adjectives. */
interface GuestNames {
  readonly qualities: readonly string[]
  readonly animals: readonly string[]
}

const english: GuestNames = {
  qualities: split(
    'Amber Brave Bright Calm Clever Gentle Golden Keen Kind Lively Lucky Merry Nimble Quick Quiet Silver Steady Sunny Swift Warm',
  ),
  animals: split(
    'Badger Crane Dolphin Falcon Finch Fox Hare Heron Ibex Jay Lark Lynx Marten Otter Owl Puffin Robin Seal Stork Wren',
  ),
}

const german: GuestNames = {
  qualities: split(
    'Beherzter Mutiger Heller Ruhiger Kluger Sanfter Goldener Wacher Netter Lebhafter Froher Munterer Wendiger Schneller Stiller Silberner Treuer Sonniger Flinker Warmer',
  ),
  animals: split(
    'Dachs Kranich Delfin Falke Fink Fuchs Hase Reiher Steinbock Häher Star Luchs Marder Otter Uhu Papageitaucher Spatz Seehund Storch Zaunkönig',
  ),
}

const names: Readonly<Record<string, GuestNames>> = { en: english, de: german }

/**
 * The initial name and colour of a guest, derived from its id.
 *
 * @param locale the language of the name, a BCP 47 tag; falls back to English
 */
export function guestPerson(id: PrincipalId, locale = 'en'): Person {
  const digest = createHash('sha256').update(id).digest()
  const pick = (list: readonly string[], byte: number) => list[(digest[byte] ?? 0) % list.length] ?? ''
  const { qualities, animals } = names[locale.toLowerCase().split('-')[0] ?? ''] ?? english
  return { id, name: `${pick(qualities, 0)} ${pick(animals, 1)}`, color: pick(personColors, 2) }
}

function split(words: string): readonly string[] {
  return words.split(' ')
}
