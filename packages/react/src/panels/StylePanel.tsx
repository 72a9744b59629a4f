import type { Editor, Theme } from '@inkbridge/canvas'
import type { Style } from '@inkbridge/types'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { useEditorState, useNarrow } from '../ui/ui.ts'
import { inkTone } from './ColorFields.tsx'
import { KindFields } from './KindFields.tsx'
import { Numbers, numberRows } from './Numbers.tsx'
import { pagesOf } from './pages.ts'
import { StyleFields } from './StyleFields.tsx'
import { fieldsFor } from './style-fields.tsx'
import { useRows } from './use-rows.ts'
import { strokePx } from './WidthField.tsx'

interface StylePanelProps {
  readonly editor: Editor
  readonly theme: Theme
  /** Shows position and size. */
  readonly numbers: boolean
}

/** The style of the selection, or of the next shape; only the fields that apply. */
export function StylePanel({ editor, theme, numbers }: StylePanelProps) {
  const { t } = useWords()
  const { style, styles, gesture } = useEditorState(editor, ({ style, styles, gesture }) => ({
    style,
    styles,
    gesture,
  }))
  const [open, setOpen] = useState(false)
  const panel = useRef<HTMLElement>(null)
  const isBeside = !useNarrow() && style !== null
  useLayoutEffect(() => {
    const { offsetLeft = 0, offsetParent = null } = panel.current ?? {}
    editor.setCovered(isBeside && offsetParent ? offsetParent.clientWidth - offsetLeft : 0)
  }, [editor, isBeside])
  // On a phone it covers the board, so it closes when the board is used.
  useEffect(() => {
    if (gesture) setOpen(false)
  }, [gesture])
  if (!style) return null
  return (
    <>
      <button
        type="button"
        className="ink-bar ink-style-chip"
        aria-expanded={open}
        aria-label={t('style.label')}
        onClick={() => setOpen(!open)}
      >
        {styles.includes('color') && (
          <span className="ink-style-chip-color" style={{ background: inkTone(style.color, style, theme) }} />
        )}
        <span className="ink-style-chip-width" style={{ height: strokePx(style.width) }} />
      </button>
      <section
        ref={panel}
        className={`ink-bar ink-style-panel ${open ? 'ink-open' : ''} ${gesture ? 'ink-passive' : ''}`}
        aria-label={t('style.label')}
      >
        <StylePages editor={editor} theme={theme} style={style} numbers={numbers} />
      </section>
    </>
  )
}

/** The fields that fit, and a second page with the others. */
function StylePages({ editor, theme, style, numbers }: StylePanelProps & { readonly style: Style }) {
  const { t } = useWords()
  const { styles, mixed, fields, hasText } = useEditorState(editor, ({ styles, mixed, fields, facts }) => ({
    styles,
    mixed,
    fields,
    hasText: facts.withText > 0,
  }))
  const [isBehind, setBehind] = useState(false)
  const room = useRows() - fields.length - (numbers ? numberRows : 0)
  const { first, rest } = pagesOf(fieldsFor(styles, hasText), room)
  const behind = isBehind && rest.length > 0
  const Chevron = behind ? ChevronUp : ChevronDown
  return (
    <>
      <StyleFields {...{ editor, theme, style, mixed }} fields={behind ? rest : first} />
      {!behind && <KindFields editor={editor} />}
      {!behind && numbers && <Numbers editor={editor} />}
      {rest.length > 0 && (
        <button type="button" className="ink-style-more" aria-expanded={behind} onClick={() => setBehind(!behind)}>
          {t(behind ? 'style.less' : 'style.more')}
          <Chevron size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
    </>
  )
}
