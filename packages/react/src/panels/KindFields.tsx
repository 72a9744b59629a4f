import type { Editor } from '@inkbridge/canvas'
import { Field, Segments } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

/** Fields that kinds add to the style panel: properties of the selection. Labels of a host's are shown as they are. */
export function KindFields({ editor }: { readonly editor: Editor }) {
  const fields = useEditorState(editor, ({ fields }) => fields)
  const { find } = useWords()
  const textOf = (label: string) => find(`field.${label}`) ?? label
  return fields.map(({ label, prop, options, value, mixed }) => (
    <Field key={prop} label={textOf(label)} mixed={mixed}>
      <Segments
        label={textOf(label)}
        options={options.map((option) => ({
          label: textOf(option.label),
          chosen: !mixed && value === option.value,
          choose: () => editor.setProps({ [prop]: option.value }),
        }))}
      />
    </Field>
  ))
}
