import { type Editor, type Format, type FormatId, formats, hasFormat, type TextFacts } from '@inkbridge/canvas'
import { parseLink } from '@inkbridge/types'
import {
  Baseline,
  Bold,
  Check,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Highlighter,
  Italic,
  Link2,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Strikethrough,
  Underline,
} from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton, Roving } from '../controls/controls.ts'
import { shownKey, useWords } from '../locale/locale.ts'
import {
  closeField,
  observeOpenOver,
  openOver,
  useEditorState,
  useHasKeys,
  useNarrow,
  useOpenBoard,
  useScrollFade,
  useUi,
} from '../ui/ui.ts'
import { TextColors } from './TextColors.tsx'
import { barPlace, barRoom, dockedPlace } from './text-bar-place.ts'

const icons: Readonly<Record<FormatId, LucideIcon>> = {
  bold: Bold,
  italic: Italic,
  underline: Underline,
  strike: Strikethrough,
  code: Code,
  bullet: List,
  number: ListOrdered,
  check: ListChecks,
  'heading-1': Heading1,
  'heading-2': Heading2,
  'heading-3': Heading3,
}

const groups = ['mark', 'list', 'heading'] as const

/** Formats of the text that is being edited: above its shape, or below if there is no room. */
export function TextBar() {
  const { editor } = useOpenBoard()
  const { writing } = useEditorState(editor, ({ writing }) => ({ writing }))
  return writing?.facts ? <OpenBar facts={writing.facts} /> : null
}

function OpenBar({ facts }: { readonly facts: TextFacts }) {
  const { editor, theme, ui } = useOpenBoard()
  const { isLinking } = useUi(({ field }) => ({ isLinking: field?.type === 'text-link' }))
  const bar = useRef<HTMLDivElement>(null)
  const isPhone = useNarrow()
  const [colors, setColors] = useState<'color' | 'highlight' | null>(null)
  // Moves with the board, which moves without React rendering.
  useLayoutEffect(() => {
    const put = () => bar.current && putBar(bar.current, editor, isPhone)
    put()
    window.visualViewport?.addEventListener('resize', put)
    const view = bar.current?.parentElement
    const stops = [editor.observeFrames(put), ...(view ? [observeOpenOver(view, put)] : [])]
    return () => {
      window.visualViewport?.removeEventListener('resize', put)
      for (const stop of stops) stop()
    }
  })
  const apply = (format: Format) => editor.format(format)
  return (
    <div
      ref={bar}
      className="ink-bar ink-text-bar"
      role="group"
      // Keeps the selection in the text.
      onMouseDown={(event) => {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault()
      }}
    >
      {isLinking ? (
        <LinkField facts={facts} onLink={apply} onClose={() => closeField(ui, 'text-link')} />
      ) : (
        <>
          {/* A phone has room for one row. */}
          {!(isPhone && colors) && (
            <Formats
              {...{ editor, facts, colors, isPhone }}
              onColors={setColors}
              onLink={() => ui.change({ field: { type: 'text-link' } })}
            />
          )}
          {colors && (
            <TextColors of={colors} theme={theme} onApply={apply} {...(isPhone && { onBack: () => setColors(null) })} />
          )}
        </>
      )}
    </div>
  )
}

/** Positions the bar over the text, or on a phone at the bottom. */
function putBar(bar: HTMLElement, editor: Editor, isPhone: boolean): void {
  const box = editor.writtenBox()
  const view = bar.parentElement?.getBoundingClientRect()
  if (!box || !view) return
  const { covered } = editor
  bar.style.setProperty('--ink-room', `${barRoom(view, covered)}px`)
  const size = { width: bar.offsetWidth, height: bar.offsetHeight }
  const seen = window.visualViewport ?? { height: view.bottom, offsetTop: 0 }
  const others = bar.parentElement ? openOver(bar.parentElement, view) : []
  const { left, top } = isPhone
    ? dockedPlace(size.height, Math.min(view.height, seen.offsetTop + seen.height - view.top))
    : barPlace({ box, bar: size, view, covered, caret: caretTop() - view.top, others })
  bar.style.transform = `translate(${left}px, ${top}px)`
}

interface FormatsProps {
  readonly editor: Editor
  readonly facts: TextFacts
  readonly isPhone: boolean
  readonly colors: 'color' | 'highlight' | null
  readonly onColors: (change: ReturnType<typeof toggled>) => void
  readonly onLink: () => void
}

function Formats({ editor, facts, isPhone, colors, onColors, onLink }: FormatsProps) {
  const words = useWords()
  const { t } = words
  const hasKeys = useHasKeys()
  const row = useRef<HTMLDivElement>(null)
  useScrollFade(row)
  return (
    <div className="ink-text-row">
      <Roving className="ink-text-groups" role="toolbar" aria-label={t('text.label')} ref={row}>
        {groups.map((group) => (
          <span className="ink-text-group" key={group}>
            {formats
              .filter((entry) => entry.group === group)
              .map(({ id, key, format }) => {
                const Icon = icons[id]
                return (
                  <TextButton
                    key={id}
                    label={t(`format.${id}`)}
                    {...(hasKeys && { hint: shownKey(key, words) })}
                    on={hasFormat(format, facts)}
                    onClick={() => editor.format(format)}
                  >
                    <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                  </TextButton>
                )
              })}
          </span>
        ))}
        <span className="ink-text-group">
          <TextButton label={t('text.color')} on={colors === 'color'} onClick={() => onColors(toggled('color'))}>
            <Baseline size={16} strokeWidth={1.75} aria-hidden="true" />
          </TextButton>
          <TextButton
            label={t('text.highlight')}
            on={colors === 'highlight' || facts.marks.includes('highlight')}
            onClick={() => onColors(toggled('highlight'))}
          >
            <Highlighter size={16} strokeWidth={1.75} aria-hidden="true" />
          </TextButton>
          <TextButton label={t('text.link')} on={facts.link !== null} onClick={onLink}>
            <Link2 size={16} strokeWidth={1.75} aria-hidden="true" />
          </TextButton>
        </span>
      </Roving>
      {isPhone && (
        <IconButton label={t('text.done')} className="ink-text-done" onClick={() => editor.endWriting()}>
          <Check size={18} strokeWidth={2} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}

/** Returns the top of the caret, CSS pixels of the window. */
function caretTop(): number {
  const selection = getSelection()
  return selection?.rangeCount ? selection.getRangeAt(0).getBoundingClientRect().top : 0
}

function toggled(name: 'color' | 'highlight') {
  return (before: 'color' | 'highlight' | null) => (before === name ? null : name)
}

function TextButton({
  label,
  hint,
  on,
  onClick,
  children,
}: {
  readonly label: string
  /** Its keyboard shortcut. */
  readonly hint?: string
  readonly on: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  const { t } = useWords()
  return (
    <IconButton
      label={label}
      {...(hint ? { title: t('text.withKey', { format: label, key: hint }) } : {})}
      aria-pressed={on}
      onClick={onClick}
    >
      {children}
    </IconButton>
  )
}

function LinkField({
  facts,
  onLink,
  onClose,
}: {
  readonly facts: TextFacts
  readonly onLink: (format: Format) => void
  readonly onClose: () => void
}) {
  const { t } = useWords()
  const [address, setAddress] = useState(facts.link ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const href = parseLink(address)
  const done = () => {
    if (address.trim() !== '' && !href) return
    onLink({ type: 'link', href })
    onClose()
  }
  return (
    <form
      className="ink-text-link"
      onSubmit={(event) => {
        event.preventDefault()
        done()
      }}
    >
      <input
        ref={field}
        type="text"
        aria-label={t('text.linkAddress')}
        placeholder={t('text.linkPlaceholder')}
        value={address}
        aria-invalid={address.trim() !== '' && !href}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose()
        }}
      />
      <button type="submit" className="ink-button">
        {t(address.trim() === '' && facts.link ? 'action.remove' : 'text.link')}
      </button>
    </form>
  )
}
