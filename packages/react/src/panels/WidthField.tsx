import { highlighterWidths, type Style, widths } from '@inkbridge/types'
import { Field } from '../controls/Field.tsx'
import { Segments } from '../controls/Segments.tsx'
import { useWords } from '../locale/context.tsx'
import type { FieldProps } from './field-props.ts'

/** How thick a line is. */
export function WidthField({ editor, style, mixed }: FieldProps) {
  const { t } = useWords()
  const offered = style.nib === 'highlighter' ? highlighterWidths : widths
  return (
    <Field label={t('style.width')} mixed={mixed('width')}>
      <Segments
        label={t('style.width')}
        options={offered.map((width) => ({
          label: t('style.widthValue', { width }),
          picture: <span className="ink-width" style={{ height: shownPx(width, style) }} />,
          chosen: style.width === width && !mixed('width'),
          choose: () => editor.setStyle({ width }),
        }))}
      />
    </Field>
  )
}

/** A highlighter's widths are shown beside each other, not beside a pen's. */
function shownPx(width: number, { nib }: Style): number {
  return nib === 'highlighter' ? 4 + (width / 48) * 10 : strokePx(width)
}

/** How thick a width is shown, CSS pixels. */
export function strokePx(width: number): number {
  return Math.min(10, 1 + width * 0.6)
}
