import type { Editor } from '@inkbridge/canvas'
import { Choice } from './Field.tsx'
import { useEditorState } from './hooks.ts'

/** The fields that kinds of shapes bring to the style panel: properties of what is selected. */
export function KindFields({ editor }: { readonly editor: Editor }) {
  const fields = useEditorState(editor, ({ fields }) => fields)
  return fields.map(({ label, prop, options, value, mixed }) => (
    <Choice
      key={prop}
      label={label}
      mixed={mixed}
      options={options.map((option) => ({
        label: option.label,
        chosen: value === option.value,
        choose: () => editor.setProps({ [prop]: option.value }),
      }))}
    />
  ))
}
