import type { Editor, Measures } from '@inkbridge/canvas'
import { useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

const fields = [
  { name: 'x', mark: 'numbers.x' },
  { name: 'y', mark: 'numbers.y' },
  { name: 'w', mark: 'numbers.w.mark' },
  { name: 'h', mark: 'numbers.h.mark' },
  { name: 'angle', mark: 'numbers.angle.mark' },
] as const satisfies readonly { name: keyof Measures; mark: string }[]

/** Height, in rows of the panel. */
export const numberRows = 2

/** Position, size and angle of the selection, editable. */
export function Numbers({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const measures = useEditorState<Partial<Measures>>(editor, () => editor.measures() ?? {})
  if (measures.x === undefined) return null
  return (
    <fieldset className="ink-numbers" aria-label={t('numbers.title')}>
      {fields.map(({ name, mark }) => (
        <NumberField
          key={name}
          label={t(mark)}
          title={t(`numbers.${name}`)}
          value={measures[name] ?? 0}
          onChange={(value, isRepeat) => editor.measure({ [name]: value }, isRepeat)}
        />
      ))}
    </fieldset>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly title: string
  readonly value: number
  /** `isRepeat`: the key is held. */
  readonly onChange: (value: number, isRepeat: boolean) => void
}

/** A typed value is applied on Enter or when the field loses focus; the arrow keys change it by 1, with Shift by 10. */
function NumberField({ label, title, value, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = String(Math.round(value * 100) / 100)
  const done = () => {
    const number = Number((typed ?? '').replace(',', '.'))
    if (typed !== null && typed.trim() !== '' && Number.isFinite(number)) onChange(number, false)
    setTyped(null)
  }
  return (
    <label data-tip={title}>
      <span aria-hidden="true">{label}</span>
      <input
        inputMode="decimal"
        aria-label={title}
        value={typed ?? shown}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
          if (event.key === 'Enter') done()
          else if (event.key === 'Escape') setTyped(null)
          else if (step !== 0) onChange(value + step * (event.shiftKey ? 10 : 1), event.repeat)
          else return
          event.preventDefault()
        }}
      />
    </label>
  )
}
