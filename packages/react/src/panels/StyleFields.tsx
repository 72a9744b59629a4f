import type { Editor, Theme } from '@inkbridge/canvas'
import type { Style, StyleKey } from '@inkbridge/types'
import { Field, Segments } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import type { FieldProps } from './field-props.ts'
import { type ChoiceEntry, isSet, type StyleField } from './style-fields.tsx'

interface StyleFieldsProps {
  readonly editor: Editor
  readonly style: Style
  readonly theme: Theme
  readonly fields: readonly StyleField[]
  readonly mixed: readonly StyleKey[]
}

/** Some of the fields of the style panel. */
export function StyleFields({ fields, mixed, ...shared }: StyleFieldsProps) {
  const props: FieldProps = { ...shared, mixed: (key) => mixed.includes(key) }
  return fields.map((field) =>
    field.options ? (
      <ChoiceField key={field.name} {...props} field={field} />
    ) : (
      <field.Control key={field.name} {...props} />
    ),
  )
}

interface ChoiceFieldProps extends FieldProps {
  readonly field: ChoiceEntry
}

function ChoiceField({ editor, style, mixed, field }: ChoiceFieldProps) {
  const { t } = useWords()
  const isMixed = field.keys.some(mixed)
  return (
    <Field label={t(field.label)} mixed={isMixed}>
      <Segments
        label={t(field.label)}
        options={field.options.map((option) => ({
          label: t(option.label),
          picture: option.picture,
          chosen: !isMixed && isSet(option, style),
          choose: () => editor.setStyle(option.change),
        }))}
      />
    </Field>
  )
}
