import { expect, test } from 'vitest'
import { formatOf } from './format.ts'

const noon = new Date(2026, 10, 29, 12, 0, 5).getTime()
const dayMs = 86_400_000

test('numbers, parts and sizes are written as the language writes them', () => {
  const [english, german] = [formatOf('en'), formatOf('de')]
  const all = ({ number, percent, bytes, megabytes, milliseconds }: typeof english) =>
    [
      number(12_345.5),
      percent(0.85),
      bytes(512),
      bytes(9_999),
      bytes(12_345),
      bytes(12_345_678),
      megabytes(1_250_000),
      milliseconds(12),
    ].map((text) => text.replace(/\u00a0/g, ' '))
  expect(all(english)).toEqual(['12,345.5', '85%', '512B', '9,999B', '12 kB', '12.3 MB', '1.3 MB', '12 ms'])
  expect(all(german)).toEqual(['12.345,5', '85 %', '512 B', '9.999 B', '12 kB', '12,3 MB', '1,3 MB', '12 ms'])
})

test.each([
  ['en', 0, 'Today'],
  ['en', 1, 'Yesterday'],
  ['en', 3, 'Thursday'],
  ['en', 30, 'October 30'],
  ['en', 400, 'October 25, 2025'],
  ['de', 0, 'Heute'],
  ['de', 1, 'Gestern'],
  ['de', 3, 'Donnerstag'],
  ['de', 30, '30. Oktober'],
] as const)('in %s %i days ago is %s', (locale, days, text) => {
  expect(formatOf(locale).day(noon - days * dayMs, noon)).toBe(text)
})

test('dates and times are written as the language writes them', () => {
  const all = ({ date, dateTime, clock, timeOfDay }: ReturnType<typeof formatOf>) =>
    [date(noon), dateTime(noon), clock(noon), timeOfDay(noon)].map((text) => text.replace(/\u202f/g, ' '))
  expect(all(formatOf('en'))).toEqual(['Nov 29, 2026', 'Nov 29, 2026, 12:00 PM', '12:00:05 PM', '12:00 PM'])
  expect(all(formatOf('de'))).toEqual(['29.11.2026', '29.11.2026, 12:00', '12:00:05', '12:00'])
})
