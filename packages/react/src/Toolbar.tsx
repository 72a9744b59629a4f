import { type Editor, type ToolEntry, type ToolName, tools } from '@inkbridge/canvas'
import { Circle, Eraser, Hand, Lock, type LucideIcon, Minus, MousePointer2, Pencil, Square } from 'lucide-react'
import { Fragment } from 'react'
import { Divider, IconButton } from './Bar.tsx'
import { useEditorState } from './hooks.ts'

const icons: { readonly [Name in ToolName]: LucideIcon } = {
  select: MousePointer2,
  hand: Hand,
  pen: Pencil,
  eraser: Eraser,
  rect: Square,
  ellipse: Circle,
  line: Minus,
}

/** The tools, by group; a viewer has those that change nothing. */
export function Toolbar({ editor }: { readonly editor: Editor }) {
  const { tool, readOnly, keepTool } = useEditorState(editor, ({ tool, readOnly, keepTool }) => ({
    tool,
    readOnly,
    keepTool,
  }))
  const shown = readOnly ? tools.filter(({ group }) => group === 'move') : tools
  return (
    <div className="ink-bar ink-toolbar" role="toolbar" aria-label="Tools">
      {shown.map((entry, index) => (
        <Fragment key={entry.name}>
          {index > 0 && entry.group !== shown[index - 1]?.group && <Divider />}
          <ToolButton
            entry={entry}
            active={entry.name === tool}
            kept={keepTool && entry.name === tool}
            onChoose={() => editor.setTool(entry.name)}
          />
        </Fragment>
      ))}
    </div>
  )
}

interface ToolButtonProps {
  readonly entry: ToolEntry
  readonly active: boolean
  readonly kept: boolean
  readonly onChoose: () => void
}

function ToolButton({ entry, active, kept, onChoose }: ToolButtonProps) {
  const Icon = icons[entry.name]
  return (
    <IconButton label={`${entry.label} (${entry.key})`} aria-pressed={active} className="ink-tool" onClick={onChoose}>
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
