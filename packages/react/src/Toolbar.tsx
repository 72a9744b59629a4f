import { Popover } from '@base-ui/react/popover'
import { type Editor, families, type ToolEntry, type ToolName } from '@inkbridge/canvas'
import {
  Eraser,
  Frame,
  Hand,
  Highlighter,
  Lasso,
  Lock,
  type LucideIcon,
  MousePointer2,
  MoveUpRight,
  PaintBucket,
  Pencil,
  Pipette,
  Scissors,
  Spline,
  SquarePen,
  StickyNote,
  Type,
  WandSparkles,
} from 'lucide-react'
import { Fragment, useRef, useState } from 'react'
import { Divider, IconButton } from './Bar.tsx'
import { useEditorState, useNarrow } from './hooks.ts'
import { shortKey } from './keys.ts'
import { toolLabel } from './labels.ts'
import { useWords } from './locale/context.tsx'
import { usePortalRoot } from './portal.ts'

/** Of tools that bring no icon of their own. */
const icons: { readonly [Name in ToolName]?: LucideIcon } = {
  select: MousePointer2,
  lasso: Lasso,
  hand: Hand,
  laser: WandSparkles,
  pen: Pencil,
  'shape-pen': SquarePen,
  highlighter: Highlighter,
  eraser: Eraser,
  'part-eraser': Scissors,
  line: Spline,
  arrow: MoveUpRight,
  bucket: PaintBucket,
  eyedropper: Pipette,
  text: Type,
  note: StickyNote,
  frame: Frame,
}

/** How long a press is that opens the tools under a button, ms. */
const pressMs = 400

/** The tools, by group; a viewer has those that change nothing. */
export function Toolbar({ editor }: { readonly editor: Editor }) {
  const words = useWords()
  const { t } = words
  const { readOnly } = useEditorState(editor, ({ readOnly }) => ({ readOnly }))
  const narrow = useNarrow()
  const shown = families(readOnly ? editor.tools.filter(({ group }) => group === 'look') : editor.tools, narrow)
  return (
    <div className="ink-bar ink-toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      {shown.map((members, index) => (
        <Fragment key={members[0]?.name}>
          {index > 0 && members[0]?.group !== shown[index - 1]?.[0]?.group && <Divider />}
          <Family
            editor={editor}
            members={members}
            label={t('toolbar.family', { tool: members[0] ? toolLabel(members[0], words) : '' })}
          />
        </Fragment>
      ))}
    </div>
  )
}

interface FamilyProps {
  readonly editor: Editor
  readonly members: readonly ToolEntry[]
  readonly label: string
}

/** Tools that share a place: the one last used is shown, a second click or a long press shows all. */
function Family({ editor, members, label }: FamilyProps) {
  const portal = usePortalRoot()
  const { tool, keepTool } = useEditorState(editor, ({ tool, keepTool }) => ({ tool, keepTool }))
  const [lastUsed, setLastUsed] = useState(members[0]?.name)
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const press = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const held = useRef(false)
  const active = members.find(({ name }) => name === tool)
  if (active && active.name !== lastUsed) setLastUsed(active.name)
  const shown = active ?? members.find(({ name }) => name === lastUsed) ?? members[0]
  if (!shown) return null
  const several = members.length > 1
  const choose = (name: ToolName) => {
    editor.setTool(name)
    setOpen(false)
  }
  // The click that ends a long press has said all it had to say.
  const click = () => {
    if (held.current) held.current = false
    else if (open) setOpen(false)
    else if (several && active) setOpen(true)
    else choose(shown.name)
  }
  return (
    <span
      ref={anchor}
      className="ink-family"
      onPointerDown={() => {
        held.current = false
        if (!several || open) return
        press.current = setTimeout(() => {
          held.current = true
          setOpen(true)
        }, pressMs)
      }}
      onPointerUp={() => clearTimeout(press.current)}
      onPointerLeave={({ buttons }) => {
        clearTimeout(press.current)
        // A finger that is lifted leaves, too, and its click is still to come.
        if (buttons > 0) held.current = false
      }}
    >
      <ToolButton
        entry={shown}
        active={active !== undefined}
        kept={keepTool && active !== undefined}
        more={several}
        onChoose={click}
      />
      {several && (
        <Popover.Root
          open={open}
          onOpenChange={(next, { reason, event }) => {
            // Its own button is no place outside: what a press there means is said above.
            const onButton = event.target instanceof Node && anchor.current?.contains(event.target)
            if (!(reason === 'outside-press' && onButton)) setOpen(next)
          }}
        >
          <Popover.Portal {...portal}>
            <Popover.Positioner anchor={anchor} side="top" sideOffset={14} className="ink-layer">
              <Popover.Popup
                className={`ink-card ink-sub-tools ${members.length > 6 ? 'ink-many' : ''}`}
                role="toolbar"
                aria-label={label}
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
  const words = useWords()
  const label = toolLabel(entry, words)
  const key = shortKey(entry.keys[0])
  return (
    <IconButton
      label={key ? words.t('toolbar.withKey', { tool: label, key }) : label}
      aria-pressed={active}
      aria-haspopup={more || undefined}
      className={`ink-tool ${more ? 'ink-tool-more' : ''}`}
      onClick={onChoose}
    >
      <ToolIcon entry={entry} label={label} />
      {kept ? (
        <Lock className="ink-tool-key" size={9} strokeWidth={2.5} aria-hidden="true" />
      ) : (
        <span className="ink-tool-key" aria-hidden="true">
          {key}
        </span>
      )}
    </IconButton>
  )
}

/** Its own icon, else the interface's, else its first letter. */
function ToolIcon({ entry: { name, icon }, label }: { readonly entry: ToolEntry; readonly label: string }) {
  const Icon = icons[name]
  if (Icon && !icon) return <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
  if (!icon) return <span aria-hidden="true">{label.slice(0, 1)}</span>
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path d={icon} stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}
