import { Popover } from '@base-ui/react/popover'
import { headPicture } from '@inkbridge/canvas'
import { type Head, heads } from '@inkbridge/types'
import { useState } from 'react'
import { Field } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { usePortalRoot } from '../ui/ui.ts'
import type { FieldProps } from './field-props.ts'

/** Arrowheads of both ends of a line. */
export function ArrowheadPicker({ editor, style, mixed }: FieldProps) {
  const { t } = useWords()
  return (
    <Field label={t('style.heads')} mixed={mixed('startHead') || mixed('endHead')}>
      <div className="ink-segments">
        <End
          isStart
          head={mixed('startHead') ? null : (style.startHead ?? 'none')}
          onChoose={(head) => editor.setStyle({ startHead: head })}
        />
        <End
          isStart={false}
          head={mixed('endHead') ? null : (style.endHead ?? 'none')}
          onChoose={(head) => editor.setStyle({ endHead: head })}
        />
      </div>
    </Field>
  )
}

interface EndProps {
  readonly isStart: boolean
  /** Null: several differ. */
  readonly head: Head | 'none' | null
  readonly onChoose: (head: Head | null) => void
}

function End({ isStart, head, onChoose }: EndProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t(isStart ? 'heads.startValue' : 'heads.endValue', { head: t(`head.${head ?? 'mixed'}`) })}
      >
        <HeadPicture head={head ?? 'none'} isStart={isStart} />
      </Popover.Trigger>
      <Popover.Portal {...portal}>
        <Popover.Positioner side="left" sideOffset={10} className="ink-layer">
          <Popover.Popup className="ink-card ink-heads" aria-label={t(isStart ? 'heads.start' : 'heads.end')}>
            {(['none', ...heads] as const).map((each) => (
              <button
                key={each}
                type="button"
                className="ink-icon-button"
                data-tip={t(`head.${each}`)}
                aria-label={t(`head.${each}`)}
                aria-pressed={each === head}
                onClick={() => {
                  onChoose(each === 'none' ? null : each)
                  setOpen(false)
                }}
              >
                <HeadPicture head={each} isStart={isStart} />
              </button>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function HeadPicture({ head, isStart }: { readonly head: Head | 'none'; readonly isStart: boolean }) {
  const { line, path, isFilled } = headPicture(head === 'none' ? null : head)
  return (
    <svg width="28" height="20" viewBox="0 0 28 20" fill="none" aria-hidden="true">
      <g transform={isStart ? 'matrix(-1 0 0 1 28 0)' : undefined} stroke="currentColor" strokeWidth="1.5">
        <path d={line} strokeLinecap="round" />
        <path d={path} fill={isFilled ? 'currentColor' : 'none'} strokeLinecap="round" strokeLinejoin="round" />
      </g>
    </svg>
  )
}
