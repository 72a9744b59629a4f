import { de } from './de.ts'
import { en } from './en.ts'
import type { LabelTexts } from './texts.ts'

/** Texts that shapes draw, and date formats, in one language. */
export interface ShapeLabels {
  /** A BCP 47 tag. */
  readonly locale: string
  /** The name of the field for the text of a shape. */
  readonly text: string
  /** The title of a frame without a name. */
  readonly frame: string
  /** The label of an unsupported shape, with its kind if known. */
  unsupported(kind: string | undefined): string
  /** Formats the day of a time in UTC, so that it is the same everywhere. */
  date(time: number): string
}

const languages: Readonly<Record<string, LabelTexts>> = { en, de }

/** Returns the labels of a locale; English if it is not supported. */
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

/** Maximum length of the title of an unnamed frame in any language, characters. */
export const maxFrameLabel = Math.max(...Object.values(languages).map(({ frame }) => frame.length))
