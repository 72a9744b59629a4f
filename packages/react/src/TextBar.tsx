import { type Editor, type Format, formats, isSaid, palette, type TextFacts, type Theme } from '@inkbridge/canvas'
import { inks, parseLink } from '@inkbridge/types'
import {
  Baseline,
  Bold,
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
import { Divider, IconButton } from './Bar.tsx'
import { useEditorState } from './hooks.ts'
import { shownKey } from './keys.ts'
import { barPlace, barRoom } from './text-bar-place.ts'

const icons: Readonly<Record<string, LucideIcon>> = {
  Bold,
  Italic,
  Underline,
  'Strike through': Strikethrough,
  Code,
  'Bullet list': List,
  'Numbered list': ListOrdered,
  'Check list': ListChecks,
  'Heading 1': Heading1,
  'Heading 2': Heading2,
  'Heading 3': Heading3,
}

const groups = ['mark', 'list', 'heading'] as const

interface TextBarProps {
  readonly editor: Editor
  readonly theme: Theme
  /** Mod+K was pressed. */
  readonly linking: boolean
  readonly onLinking: (linking: boolean) => void
}

/** What may be said of the text that is being written: over its shape, and below where there is no room. */
export function TextBar(props: TextBarProps) {
  const { editor } = props
  const { writing } = useEditorState(editor, ({ writing }) => ({ writing }))
  return writing?.facts ? <OpenBar {...props} facts={writing.facts} /> : null
}

function OpenBar({ editor, theme, facts, linking, onLinking }: TextBarProps & { readonly facts: TextFacts }) {
  const bar = useRef<HTMLDivElement>(null)
  const [colors, setColors] = useState<'color' | 'highlight' | null>(null)
  // It goes along with the board, which moves without React knowing.
  useLayoutEffect(() => {
    const put = () => {
      const element = bar.current
      const box = editor.writtenBox()
      const view = element?.parentElement?.getBoundingClientRect()
      if (!element || !box || !view) return
      const { covered } = editor
      element.style.setProperty('--ink-room', `${barRoom(view, covered)}px`)
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const caret = caretTop() - view.top
      const { left, top } = barPlace({ box, bar: size, view, covered, caret })
      element.style.transform = `translate(${left}px, ${top}px)`
    }
    put()
    return editor.observeFrames(put)
  })
  const apply = (format: Format) => editor.format(format)
  return (
    <div
      ref={bar}
      className="ink-bar ink-text-bar"
      role="toolbar"
      aria-label="Text"
      // What is selected in the text stays so.
      onMouseDown={(event) => {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault()
      }}
    >
      {linking ? (
        <LinkField facts={facts} onLink={apply} onClose={() => onLinking(false)} />
      ) : (
        <>
          {groups.map((group, index) => (
            <span className="ink-text-group" key={group}>
              {index > 0 && <Divider />}
              {formats
                .filter((entry) => entry.group === group)
                .map(({ label, key, format }) => {
                  const Icon = icons[label] ?? Baseline
                  return (
                    <TextButton
                      key={label}
                      label={label}
                      hint={shownKey(key)}
                      on={isSaid(format, facts)}
                      onClick={() => apply(format)}
                    >
                      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                    </TextButton>
                  )
                })}
            </span>
          ))}
          <span className="ink-text-group">
            <Divider />
            <TextButton label="Colour of the text" on={colors === 'color'} onClick={() => setColors(toggled('color'))}>
              <Baseline size={16} strokeWidth={1.75} aria-hidden="true" />
            </TextButton>
            <TextButton
              label="Highlight"
              on={colors === 'highlight' || facts.marks.includes('highlight')}
              onClick={() => setColors(toggled('highlight'))}
            >
              <Highlighter size={16} strokeWidth={1.75} aria-hidden="true" />
            </TextButton>
            <TextButton label="Link" on={facts.link !== null} onClick={() => onLinking(true)}>
              <Link2 size={16} strokeWidth={1.75} aria-hidden="true" />
            </TextButton>
          </span>
          {colors && (
            <div className="ink-text-colors">
              {inks.map((ink) => (
                <button
                  key={ink}
                  type="button"
                  className="ink-swatch"
                  title={ink}
                  aria-label={`${colors === 'color' ? 'Text' : 'Highlight'} ${ink}`}
                  style={{ background: palette[theme][colors === 'color' ? 'inks' : 'highlights'][ink] }}
                  onClick={() => apply({ type: colors, color: ink })}
                />
              ))}
              <button type="button" className="ink-text-plain" onClick={() => apply({ type: colors, color: null })}>
                None
              </button>
            </div>
          )}
        </>
      )}
    </div>
  )
}

/** Of the caret, CSS pixels of the window. */
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
  /** The key that does the same. */
  readonly hint?: string
  readonly on: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <IconButton label={label} {...(hint ? { title: `${label} (${hint})` } : {})} aria-pressed={on} onClick={onClick}>
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
        aria-label="Address of the link"
        placeholder="example.org"
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
        {address.trim() === '' && facts.link ? 'Remove' : 'Link'}
      </button>
    </form>
  )
}
