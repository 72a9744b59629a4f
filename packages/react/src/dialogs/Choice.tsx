import { Segments } from '../controls/controls.ts'

interface ChoiceProps<Value> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}

/** A labelled choice between a few values. */
export function Choice<Value extends string | number | boolean>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<Value>) {
  return (
    <div className="ink-choice">
      <h3>{label}</h3>
      <Segments
        label={label}
        options={options.map(([option, name]) => ({
          label: name,
          chosen: option === value,
          choose: () => onChange(option),
        }))}
      />
    </div>
  )
}
