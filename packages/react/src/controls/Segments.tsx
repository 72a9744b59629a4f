import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'

/** One of the values of a field. */
export interface Option {
  readonly label: string
  /** Shown instead of its name. */
  readonly picture?: ReactNode
  readonly chosen: boolean
  readonly choose: () => void
}

interface SegmentsProps {
  readonly label: string
  readonly options: readonly Option[]
}

/** A choice of one of a few options. */
export function Segments({ label, options }: SegmentsProps) {
  return (
    <ToggleGroup
      className="ink-segments"
      aria-label={label}
      value={options.filter(({ chosen }) => chosen).map((option) => option.label)}
    >
      {options.map((option) => (
        <Toggle
          key={option.label}
          value={option.label}
          onClick={option.choose}
          {...(option.picture ? { 'aria-label': option.label, 'data-tip': option.label } : {})}
        >
          {option.picture ?? option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
