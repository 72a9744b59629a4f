import { Popover } from '@base-ui/react/popover'
import type { Editor, ToolEntry, ToolName } from '@inkbridge/canvas'
import { Ellipsis } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { IconButton, Roving } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useEditorState, useFinalFocus, usePortalRoot } from '../ui/ui.ts'
import { ToolButton } from './ToolButton.tsx'

/** Duration of a long press, which opens the tools under a button, ms. */
const pressMs = 400

interface FamilyProps {
  readonly editor: Editor
  readonly members: readonly ToolEntry[]
  readonly label: string
}

/** Tools that share a place: the one last used is shown, a second click or a long press shows all. */
export function Family({ editor, members, label }: FamilyProps) {
  const { tool, keepTool } = useEditorState(editor, ({ tool, keepTool }) => ({ tool, keepTool }))
  const [lastUsed, setLastUsed] = useState(members[0]?.name)
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const several = members.length > 1
  const press = useLongPress(several && !open, () => setOpen(true))
  const active = members.find(({ name }) => name === tool)
  if (active && active.name !== lastUsed) setLastUsed(active.name)
  const shown = active ?? members.find(({ name }) => name === lastUsed) ?? members[0]
  if (!shown) return null
  // Ignore the click that ends a long press.
  const click = () => {
    if (press.wasLong()) return
    if (open) setOpen(false)
    else if (several && active) setOpen(true)
    else editor.setTool(shown.name)
  }
  return (
    <span ref={anchor} className="ink-family" {...press.listeners}>
      <ToolButton
        entry={shown}
        active={active !== undefined}
        kept={keepTool && active !== undefined}
        more={several}
        onChoose={click}
      />
      {several && <SubTools {...{ editor, anchor, label, open }} tools={members} onOpen={setOpen} />}
    </span>
  )
}

/** The last place of a full toolbar, with the tools that have no place. */
export function MoreTools({ editor, tools }: { readonly editor: Editor; readonly tools: readonly ToolEntry[] }) {
  const { t } = useWords()
  const { tool, keepTool } = useEditorState(editor, ({ tool, keepTool }) => ({ tool, keepTool }))
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const active = tools.find(({ name }) => name === tool)
  const toggle = () => setOpen(!open)
  return (
    <span ref={anchor} className="ink-family">
      {active ? (
        <ToolButton entry={active} active kept={keepTool} more onChoose={toggle} />
      ) : (
        <IconButton label={t('toolbar.more')} aria-haspopup aria-expanded={open} className="ink-tool" onClick={toggle}>
          <Ellipsis size={20} strokeWidth={1.75} aria-hidden="true" />
        </IconButton>
      )}
      <SubTools {...{ editor, anchor, tools, open }} label={t('toolbar.more')} onOpen={setOpen} />
    </span>
  )
}

interface SubToolsProps {
  readonly editor: Editor
  readonly tools: readonly ToolEntry[]
  readonly label: string
  /** The button it belongs to and opens over. */
  readonly anchor: RefObject<HTMLElement | null>
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}

function SubTools({ editor, tools, label, anchor, open, onOpen }: SubToolsProps) {
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const { tool } = useEditorState(editor, ({ tool }) => ({ tool }))
  const popup = useRef<HTMLDivElement>(null)
  usePressBeside(open, [popup, anchor], () => onOpen(false))
  const choose = (name: ToolName) => {
    editor.setTool(name)
    onOpen(false)
  }
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { reason }) => {
        // `usePressBeside` handles presses outside: its own button does not count as outside.
        if (reason !== 'outside-press') onOpen(next)
      }}
    >
      <Popover.Portal {...portal}>
        <Popover.Positioner anchor={anchor} side="top" sideOffset={14} collisionPadding={8} className="ink-layer">
          <Popover.Popup ref={popup} className="ink-card" aria-label={label} finalFocus={finalFocus}>
            <Roving className={`ink-sub-tools ${tools.length > 6 ? 'ink-many' : ''}`} role="toolbar" aria-label={label}>
              {tools.map((entry) => (
                <ToolButton
                  key={entry.name}
                  entry={entry}
                  active={entry.name === tool}
                  kept={false}
                  more={false}
                  onChoose={() => choose(entry.name)}
                />
              ))}
            </Roving>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Detects long presses; `wasLong` is true once, for the click that ends one. */
function useLongPress(canOpen: boolean, onLong: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const wasHeld = useRef(false)
  const listeners = {
    onPointerDown: () => {
      wasHeld.current = false
      if (!canOpen) return
      timer.current = setTimeout(() => {
        wasHeld.current = true
        onLong()
      }, pressMs)
    },
    onPointerUp: () => clearTimeout(timer.current),
    onPointerLeave: ({ buttons }: { readonly buttons: number }) => {
      clearTimeout(timer.current)
      // A lifted finger also leaves, before its click.
      if (buttons > 0) wasHeld.current = false
    },
  }
  const wasLong = () => {
    const was = wasHeld.current
    wasHeld.current = false
    return was
  }
  return { listeners, wasLong }
}

/** Closes on a press outside; on the board that press has no other effect. */
function usePressBeside(open: boolean, own: readonly RefObject<HTMLElement | null>[], close: () => void): void {
  const latest = useRef({ own, close })
  latest.current = { own, close }
  useEffect(() => {
    if (!open) return
    const press = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (latest.current.own.some(({ current }) => current?.contains(target))) return
      if (target?.closest('.ink-canvas')) event.stopPropagation()
      latest.current.close()
    }
    window.addEventListener('pointerdown', press, { capture: true })
    return () => window.removeEventListener('pointerdown', press, { capture: true })
  }, [open])
}
