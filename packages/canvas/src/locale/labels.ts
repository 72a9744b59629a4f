import { de } from './de.ts'
import { en } from './en.ts'
import type { LabelTexts } from './texts.ts'

/** Texts that shapes draw themselves, and how they write dates, in one language. */
export interface ShapeLabels {
  /** A BCP 47 tag. */
  readonly locale: string
  /** The name of the field for the text of a shape. */
  readonly text: string
  /** The title of a frame without a name. */
  readonly frame: string
  /** In place of a shape that is not supported, with its kind where that is known. */
  unsupported(kind: string | undefined): string
  /** The day of a time, in UTC: the same wherever it is drawn. */
  date(time: number): string
}

const languages: Readonly<Record<string, LabelTexts>> = { en, de }

/** The labels of a locale, or of English when it is not supported. */
export function shapeLabels(tag: string): ShapeLabels {
  const language = tag.toLowerCase().split('-')[0] ?? ''
  const texts = Object.hasOwn(languages, language) ? languages[language] : undefined
  const locale = texts ? tag : 'en'
  const { text, frame, unsupported, unsupportedKind } = texts ?? en
  let dates: Intl.DateTimeFormat | null = null
  return {
    locale,
    text,
    frame,
    unsupported: (kind) => (kind ? unsupportedKind.replace('{kind}', () => kind) : unsupported),
    date: (time) => {
      dates ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
      return dates.format(time)
    },
  }
}

/** Characters that the title of a frame without a name has at most, in any language. */
export const maxFrameLabel = Math.max(...Object.values(languages).map(({ frame }) => frame.length))
