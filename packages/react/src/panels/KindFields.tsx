import type { Editor } from '@inkbridge/canvas'
import { Field, Segments } from '../controls/controls.ts'
import { useEditorState } from '../ui/ui.ts'

/** The fields that kinds of shapes bring to the style panel: properties of what is selected. */
export function KindFields({ editor }: { readonly editor: Editor }) {
  const fields = useEditorState(editor, ({ fields }) => fields)
  return fields.map(({ label, prop, options, value, mixed }) => (
    <Field key={prop} label={label} mixed={mixed}>
      <Segments
        label={label}
        options={options.map((option) => ({
          label: option.label,
          chosen: !mixed && value === option.value,
          choose: () => editor.setProps({ [prop]: option.value }),
        }))}
      />
    </Field>
  ))
}
