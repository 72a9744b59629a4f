import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { type Color, inks } from '@inkbridge/types'
import { useWords } from '../locale/locale.ts'

/** What the colours apply to. */
export type SwatchesOf = 'ink' | 'paper' | 'tint' | 'fill'

interface ColorsProps {
  readonly of: SwatchesOf
  /** Null: none, or several. */
  readonly chosen: Color | null
  readonly onChoose: (color: Color) => void
}

interface SwatchesProps extends ColorsProps {
  readonly label: string
  /** Returns the drawn version of a colour. */
  readonly shown: (color: Color) => string
}

/** The twelve inks. */
export function Swatches({ of, label, chosen, shown, onChoose }: SwatchesProps) {
  const { t } = useWords()
  return (
    <ToggleGroup className="ink-swatches" aria-label={label} value={chosen ? [chosen] : []}>
      {inks.map((ink) => (
        <Toggle
          key={ink}
          value={ink}
          data-tip={t(`ink.${ink}`)}
          aria-label={t(`swatch.${of}`, { color: t(`ink.${ink}`) })}
          className="ink-swatch"
          style={{ background: shown(ink) }}
          onClick={() => onChoose(ink)}
        />
      ))}
    </ToggleGroup>
  )
}

/** A custom colour. */
export function CustomColor({ of, chosen, onChoose }: ColorsProps) {
  const { t } = useWords()
  const custom = chosen?.startsWith('#') ? chosen : null
  return (
    <label className="ink-custom" data-chosen={custom !== null} data-tip={t('style.customColor')}>
      <span>{custom ?? t('style.otherColor')}</span>
      <span className="ink-custom-color" style={custom ? { background: custom } : {}} />
      <input
        type="color"
        aria-label={t(`customColor.${of}`)}
        value={custom ?? '#7a46cf'}
        onChange={(event) => onChoose(event.currentTarget.value as Color)}
      />
    </label>
  )
}
