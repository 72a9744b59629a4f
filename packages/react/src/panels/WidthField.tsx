import { Field, Segments } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'
import type { FieldProps } from './field-props.ts'

/** The line width. */
export function WidthField({ editor, style, mixed }: FieldProps) {
  const { t } = useWords()
  const { widths } = useEditorState(editor, ({ widths }) => ({ widths }))
  return (
    <Field label={t('style.width')} mixed={mixed('width')}>
      <Segments
        label={t('style.width')}
        options={widths.map((width) => ({
          label: t('style.widthValue', { width }),
          picture: <span className="ink-width" style={{ height: shownPx(width, widths) }} />,
          chosen: style.width === width && !mixed('width'),
          choose: () => editor.setStyle({ width }),
        }))}
      />
    </Field>
  )
}

/** Returns the displayed width, scaled down if all offered widths are large. */
function shownPx(width: number, offered: readonly number[]): number {
  const widest = Math.max(...offered)
  return widest > 16 ? 3 + (width / widest) * 13 : strokePx(width)
}

/** Returns the thickness that represents a width, CSS pixels. */
export function strokePx(width: number): number {
  return Math.min(10, 1 + width * 0.6)
}
