import { type Format, palette, type Theme } from '@inkbridge/canvas'
import { inks } from '@inkbridge/types'
import { ChevronLeft } from 'lucide-react'
import { useRef } from 'react'
import { IconButton, Roving } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useScrollFade } from '../ui/ui.ts'

interface TextColorsProps {
  readonly of: 'color' | 'highlight'
  readonly theme: Theme
  readonly onApply: (format: Format) => void
  /** Set if the colours replace the formats: returns to those. */
  readonly onBack?: () => void
}

/** Colours for text or for its highlight. */
export function TextColors({ of, theme, onApply, onBack }: TextColorsProps) {
  const { t, format } = useWords()
  const row = useRef<HTMLDivElement>(null)
  useScrollFade(row)
  return (
    <div className="ink-text-row ink-text-color-row">
      {onBack && (
        <IconButton label={t('action.back')} onClick={onBack}>
          <ChevronLeft size={18} strokeWidth={1.75} aria-hidden="true" />
        </IconButton>
      )}
      <Roving
        className="ink-text-colors"
        ref={row}
        role="toolbar"
        aria-label={t(of === 'color' ? 'text.color' : 'text.highlight')}
      >
        {inks.map((ink) => (
          <button
            key={ink}
            type="button"
            className="ink-swatch"
            data-tip={t(`ink.${ink}`)}
            aria-label={t(of === 'color' ? 'text.colorNamed' : 'text.highlightNamed', {
              color: format.inSentence(t(`ink.${ink}`)),
            })}
            style={{ background: palette[theme][of === 'color' ? 'inks' : 'highlights'][ink] }}
            onClick={() => onApply({ type: of, color: ink })}
          />
        ))}
        <button type="button" className="ink-text-plain" onClick={() => onApply({ type: of, color: null })}>
          {t('text.noColor')}
        </button>
      </Roving>
    </div>
  )
}
