import { type PrincipalId, personColors } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { guestPerson } from './person.ts'

test.each(personColors)('white text on %s has a contrast of at least 4.5:1', (color) => {
  expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(4.5)
})

test('the same guest always has the same name and colour', () => {
  const id = 'g:abc' as PrincipalId
  expect(guestPerson(id)).toEqual(guestPerson(id))
})

test('a guest has a name in the language of the server, or else in English', () => {
  const id = 'g:abc' as PrincipalId
  const nameIn = (locale?: string) => guestPerson(id, locale).name
  expect([nameIn(), nameIn('de-AT'), nameIn('fr')]).toEqual(['Merry Seal', 'Munterer Seehund', 'Merry Seal'])
})

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
