import { Popover } from '@base-ui/react/popover'
import { type Editor, type EditorState, isOffered, type Theme } from '@inkbridge/canvas'
import type { ScreenPoint, Style } from '@inkbridge/types'
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  CopyPlus,
  Ellipsis,
  Lock,
  LockOpen,
  type LucideIcon,
  MoveUpRight,
  Trash2,
  Type,
  Workflow,
} from 'lucide-react'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { Divider, IconButton, Roving } from '../controls/controls.ts'
import { commandLabel, useWords } from '../locale/locale.ts'
import { fieldsFor, fillToneOf, inkTone, StyleFields } from '../panels/panels.ts'
import {
  observeOpenOver,
  openOver,
  useEditorState,
  useFinalFocus,
  useMedia,
  useNarrow,
  useOpenBoard,
  usePortalRoot,
  useScrollFade,
} from '../ui/ui.ts'
import { placeOfBar } from './selection-bar-place.ts'

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** The most used commands for the selection, beside it. */
export function SelectionBar() {
  const { editor } = useOpenBoard()
  const { isShown } = useEditorState(editor, (state) => ({ isShown: isUseful(state) }))
  return isShown ? <OpenBar /> : null
}

function isUseful({ selection, gesture, writing, readOnly }: EditorState): boolean {
  return selection.length > 0 && !gesture && !writing && !readOnly
}

function OpenBar() {
  const { editor, theme, ui } = useOpenBoard()
  const { t } = useWords()
  const bar = useBarPlace(editor)
  const row = useRef<HTMLDivElement>(null)
  useScrollFade(row)
  const isNarrow = useNarrow()
  const isTouch = useMedia('(pointer: coarse)')
  const { facts, style } = useEditorState(editor, ({ facts, style }) => ({ facts, style }))
  const isFree = facts.selected > facts.locked
  return (
    <div ref={bar} className="ink-bar ink-selection-bar">
      <Roving ref={row} className="ink-selection-row" role="toolbar" aria-label={t('selection.label')}>
        {isFree && style && <StyleButtons editor={editor} theme={theme} style={style} />}
        <Commands editor={editor} of={['edit-text', 'next-right', 'connect']} />
        {facts.units > 1 && isFree && <AlignButtons editor={editor} isNarrow={isNarrow} />}
        <Divider />
        {isTouch && <Commands editor={editor} of={['duplicate', 'delete']} />}
        {!(isTouch && isNarrow && isFree) && <Commands editor={editor} of={['lock', 'unlock']} />}
        <IconButton
          label={t('selection.more')}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => ui.change({ menu: belowOf(currentTarget) })}
        >
          <Ellipsis {...icon} />
        </IconButton>
      </Roving>
    </div>
  )
}

/** A point below a button, from the top left of the view. */
function belowOf(button: HTMLElement): ScreenPoint {
  const { left, bottom } = button.getBoundingClientRect()
  const view = button.closest('.ink-root')?.getBoundingClientRect()
  return { x: left - (view?.left ?? 0), y: bottom - (view?.top ?? 0) } as ScreenPoint
}

/** Positions the bar beside the selection, without React rendering when the board moves. */
function useBarPlace(editor: Editor) {
  const bar = useRef<HTMLDivElement>(null)
  const isNarrow = useNarrow()
  useLayoutEffect(() => {
    const put = () => {
      const element = bar.current
      const box = editor.boxOf(editor.selection)
      const view = element?.offsetParent
      if (!element || !view) return
      const { facts, selection } = editor.state()
      const [only] = selection
      const place =
        box &&
        placeOfBar({
          box,
          bar: { width: element.offsetWidth, height: element.offsetHeight },
          view: { width: view.clientWidth, height: view.clientHeight },
          ...{ covered: editor.covered, isNarrow, others: openOver(view, view.getBoundingClientRect()) },
          hasHandles: facts.bindable,
          hasHint: only !== undefined && facts.writable && editor.isBlank(only),
        })
      element.style.visibility = place ? '' : 'hidden'
      if (place) element.style.transform = `translate(${place.left}px, ${place.top}px)`
    }
    put()
    const view = bar.current?.offsetParent
    const stops = [editor.observeFrames(put), ...(view ? [observeOpenOver(view, put)] : [])]
    return () => {
      for (const stop of stops) stop()
    }
  })
  return bar
}

interface StyleButtonsProps {
  readonly editor: Editor
  readonly theme: Theme
  readonly style: Style
}

/** Colour and fill, each behind a button that shows it. */
function StyleButtons({ editor, theme, style }: StyleButtonsProps) {
  const { t } = useWords()
  const { styles, mixed } = useEditorState(editor, ({ styles, mixed }) => ({ styles, mixed }))
  const fields = fieldsFor(styles).filter(({ rows }) => rows !== undefined)
  return fields.map((field) => {
    const [key] = field.keys
    const tone = key === 'color' ? inkTone(style.color, style, theme) : fillToneOf(field.name, style, theme)
    return (
      <PopoverButton
        key={field.name}
        label={t(field.label)}
        picture={<Tone of={mixed.includes(key) ? 'mixed' : tone} />}
      >
        <StyleFields {...{ editor, theme, style, mixed }} fields={[field]} />
      </PopoverButton>
    )
  })
}

/** A colour as a round mark; null: none. */
function Tone({ of }: { readonly of: string | null }) {
  const kind = of === null ? 'ink-tone-none' : of === 'mixed' ? 'ink-tone-mixed' : ''
  return <span className={`ink-tone ${kind}`} style={of && of !== 'mixed' ? { background: of } : {}} />
}

interface PopoverButtonProps {
  readonly label: string
  readonly picture: ReactNode
  readonly children: ReactNode
}

function PopoverButton({ label, picture, children }: PopoverButtonProps) {
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton label={label}>{picture}</IconButton>} />
      <Popover.Portal {...portal}>
        <Popover.Positioner className="ink-layer" sideOffset={8} collisionPadding={8}>
          <Popover.Popup className="ink-card ink-selection-card" aria-label={label} finalFocus={finalFocus}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const alignments = [
  ...['align-left', 'align-center', 'align-right', 'align-top', 'align-middle', 'align-bottom'],
  ...['distribute-x', 'distribute-y'],
]

/** Alignment by one click; on a phone behind a button. */
function AlignButtons({ editor, isNarrow }: { readonly editor: Editor; readonly isNarrow: boolean }) {
  const { t } = useWords()
  if (!isNarrow)
    return (
      <>
        <Divider />
        <Commands editor={editor} of={alignments} />
      </>
    )
  return (
    <PopoverButton label={t('menu.align')} picture={<AlignStartVertical {...icon} />}>
      <span className="ink-selection-aligns">
        <Commands editor={editor} of={alignments} />
      </span>
    </PopoverButton>
  )
}

const icons: { readonly [id: string]: LucideIcon } = {
  'align-left': AlignStartVertical,
  'align-center': AlignCenterVertical,
  'align-right': AlignEndVertical,
  'align-top': AlignStartHorizontal,
  'align-middle': AlignCenterHorizontal,
  'align-bottom': AlignEndHorizontal,
  'distribute-x': AlignHorizontalDistributeCenter,
  'distribute-y': AlignVerticalDistributeCenter,
  'edit-text': Type,
  'next-right': Workflow,
  connect: MoveUpRight,
  duplicate: CopyPlus,
  delete: Trash2,
  lock: Lock,
  unlock: LockOpen,
}

/** Buttons for those of the given commands that are available. */
function Commands({ editor, of }: { readonly editor: Editor; readonly of: readonly string[] }) {
  const words = useWords()
  const { facts } = useEditorState(editor, ({ facts }) => ({ facts }))
  return of.map((id) => {
    const command = editor.commands.find((each) => each.id === id)
    const Icon = icons[id]
    if (!command || !Icon || !isOffered(command, facts)) return null
    return (
      <IconButton
        key={id}
        label={commandLabel(command, words)}
        shortcut={command.keys[0]}
        onClick={() => editor.act(command)}
      >
        <Icon {...icon} />
      </IconButton>
    )
  })
}
