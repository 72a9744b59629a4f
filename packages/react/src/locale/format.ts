/** Formats numbers, sizes, dates and times in one language. Times are ms since 1970. */
export interface Format {
  number(value: number): string
  /** Of a part, 1 for all: `85%`. */
  percent(part: number): string
  /** In the largest unit of 1,000 that fits, such as `12 kB`. */
  bytes(count: number): string
  megabytes(count: number): string
  milliseconds(count: number): string
  date(time: number): string
  dateTime(time: number): string
  /** A time of day to the second. */
  clock(time: number): string
  /** A day relative to now: `Today`, `Yesterday`, a weekday within a week, else a date. */
  day(time: number, now: number): string
  timeOfDay(time: number): string
  /** Converts a label for use inside a sentence: German nouns keep their capital. */
  inSentence(label: string): string
}

const dayMs = 86_400_000

/** Returns the formats of a BCP 47 tag, such as `en` or `de-AT`, in the local time zone. */
export function formatOf(locale: string): Format {
  const number = numbers(locale, {})
  const percent = numbers(locale, { style: 'percent' })
  const milliseconds = numbers(locale, { style: 'unit', unit: 'millisecond' })
  const megabytes = numbers(locale, {
    style: 'unit',
    unit: 'megabyte',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const sizes = [
    [1e6, megabytes],
    [1e3, numbers(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 })],
    [1, numbers(locale, { style: 'unit', unit: 'byte', unitDisplay: 'narrow' })],
  ] as const
  const date = dates(locale, { dateStyle: 'medium' })
  const dateTime = dates(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const clock = dates(locale, { timeStyle: 'medium' })
  const timeOfDay = dates(locale, { timeStyle: 'short' })
  const weekday = dates(locale, { weekday: 'long' })
  const dayAndMonth = dates(locale, { day: 'numeric', month: 'long' })
  const longDate = dates(locale, { dateStyle: 'long' })
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  return {
    number,
    percent,
    bytes(count) {
      const [unit, format] = sizes.find(([least]) => count >= least * 10) ?? sizes[2]
      return format(count / unit)
    },
    megabytes: (count) => megabytes(count / 1e6),
    milliseconds,
    date,
    dateTime,
    clock,
    day(time, now) {
      const days = Math.round((startOfDay(now) - startOfDay(time)) / dayMs)
      if (days <= 1) return capitalized(relative().format(-Math.max(0, days), 'day'), locale)
      if (days < 7) return weekday(time)
      return days > 300 ? longDate(time) : dayAndMonth(time)
    },
    timeOfDay,
    inSentence: (label) =>
      locale.startsWith('de') ? label : label.charAt(0).toLocaleLowerCase(locale) + label.slice(1),
  }
}

function numbers(locale: string, options: Intl.NumberFormatOptions): (value: number) => string {
  const format = once(() => new Intl.NumberFormat(locale, options))
  return (value) => format().format(value)
}

function dates(locale: string, options: Intl.DateTimeFormatOptions): (time: number) => string {
  const format = once(() => new Intl.DateTimeFormat(locale, options))
  return (time) => format().format(time)
}

/** Creating an `Intl` object takes up to a millisecond: each is created at its first use. */
function once<Value>(create: () => Value): () => Value {
  let value: Value | undefined
  return () => (value ??= create())
}

function startOfDay(time: number): number {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

function capitalized(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
