import { Field } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import type { FieldProps } from './field-props.ts'

/** The opacity. */
export function OpacityField({ editor, style, mixed }: FieldProps) {
  const { t, format } = useWords()
  const opacity = style.opacity ?? 1
  return (
    <Field label={t('style.opacity')} mixed={mixed('opacity')}>
      <span className="ink-opacity">
        <input
          className="ink-slider"
          type="range"
          min={10}
          max={100}
          step={5}
          aria-label={t('style.opacity')}
          aria-valuetext={format.percent(opacity)}
          value={Math.round(opacity * 100)}
          onChange={(event) => {
            const value = Number(event.currentTarget.value) / 100
            editor.setStyle({ opacity: value >= 1 ? null : value })
          }}
        />
        <span aria-hidden="true">{format.percent(opacity)}</span>
      </span>
    </Field>
  )
}
