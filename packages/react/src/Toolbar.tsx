import { Popover } from '@base-ui/react/popover'
import { type Editor, type ToolEntry, type ToolName, tools } from '@inkbridge/canvas'
import {
  Circle,
  Eraser,
  Hand,
  Highlighter,
  Lasso,
  Lock,
  type LucideIcon,
  Minus,
  MousePointer2,
  Pencil,
  Scissors,
  Square,
} from 'lucide-react'
import { Fragment, useRef, useState } from 'react'
import { Divider, IconButton } from './Bar.tsx'
import { useEditorState } from './hooks.ts'
import { usePortalRoot } from './portal.ts'

const icons: { readonly [Name in ToolName]: LucideIcon } = {
  select: MousePointer2,
  lasso: Lasso,
  hand: Hand,
  pen: Pencil,
  highlighter: Highlighter,
  eraser: Eraser,
  'part-eraser': Scissors,
  rect: Square,
  ellipse: Circle,
  line: Minus,
}

/** A button that is pressed for so long opens what is under it, ms. */
const pressMs = 400

/** The tools, by group; a viewer has those that change nothing. */
export function Toolbar({ editor }: { readonly editor: Editor }) {
  const { readOnly } = useEditorState(editor, ({ readOnly }) => ({ readOnly }))
  const shown = tools.filter(({ group, under }) => !under && (!readOnly || group === 'move'))
  return (
    <div className="ink-bar ink-toolbar" role="toolbar" aria-label="Tools">
      {shown.map((entry, index) => (
        <Fragment key={entry.name}>
          {index > 0 && entry.group !== shown[index - 1]?.group && <Divider />}
          <Family editor={editor} members={tools.filter(({ name, under }) => (under ?? name) === entry.name)} />
        </Fragment>
      ))}
    </div>
  )
}

/** Tools that share a place: the one last used is shown, a second click or a long press shows all. */
function Family({ editor, members }: { readonly editor: Editor; readonly members: readonly ToolEntry[] }) {
  const portal = usePortalRoot()
  const { tool, keepTool } = useEditorState(editor, ({ tool, keepTool }) => ({ tool, keepTool }))
  const [lastUsed, setLastUsed] = useState(members[0]?.name)
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const press = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const active = members.find(({ name }) => name === tool)
  if (active && active.name !== lastUsed) setLastUsed(active.name)
  const shown = active ?? members.find(({ name }) => name === lastUsed) ?? members[0]
  if (!shown) return null
  const several = members.length > 1
  const choose = (name: ToolName) => {
    editor.setTool(name)
    setOpen(false)
  }
  return (
    <span
      ref={anchor}
      className="ink-family"
      onPointerDown={() => {
        if (several) press.current = setTimeout(() => setOpen(true), pressMs)
      }}
      onPointerUp={() => clearTimeout(press.current)}
      onPointerLeave={() => clearTimeout(press.current)}
    >
      <ToolButton
        entry={shown}
        active={active !== undefined}
        kept={keepTool && active !== undefined}
        more={several}
        onChoose={() => (several && active ? setOpen(true) : !open && choose(shown.name))}
      />
      {several && (
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Portal {...portal}>
            <Popover.Positioner anchor={anchor} side="top" sideOffset={14} className="ink-layer">
              <Popover.Popup
                className="ink-card ink-sub-tools"
                role="toolbar"
                aria-label={`${members[0]?.label} tools`}
              >
                {members.map((entry) => (
                  <ToolButton
                    key={entry.name}
                    entry={entry}
                    active={entry.name === tool}
                    kept={false}
                    more={false}
                    onChoose={() => choose(entry.name)}
                  />
                ))}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
    </span>
  )
}

interface ToolButtonProps {
  readonly entry: ToolEntry
  readonly active: boolean
  readonly kept: boolean
  /** There are others under it. */
  readonly more: boolean
  readonly onChoose: () => void
}

function ToolButton({ entry, active, kept, more, onChoose }: ToolButtonProps) {
  const Icon = icons[entry.name]
  return (
    <IconButton
      label={`${entry.label} (${entry.key})`}
      aria-pressed={active}
      aria-haspopup={more || undefined}
      className={`ink-tool ${more ? 'ink-tool-more' : ''}`}
      onClick={onChoose}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      {kept ? (
        <Lock className="ink-tool-key" size={9} strokeWidth={2.5} aria-hidden="true" />
      ) : (
        <span className="ink-tool-key" aria-hidden="true">
          {entry.key}
        </span>
      )}
    </IconButton>
  )
}
