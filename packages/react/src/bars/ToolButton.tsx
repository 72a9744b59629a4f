import type { ToolEntry, ToolName } from '@inkbridge/canvas'
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
import { IconButton } from '../controls/controls.ts'
import { shortKey, toolLabel, useWords } from '../locale/locale.ts'
import { useHasKeys } from '../ui/ui.ts'

/** Icons of tools without their own. */
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

interface ToolButtonProps {
  readonly entry: ToolEntry
  readonly active: boolean
  readonly kept: boolean
  /** It opens other tools. */
  readonly more: boolean
  readonly onChoose: () => void
}

export function ToolButton({ entry, active, kept, more, onChoose }: ToolButtonProps) {
  const words = useWords()
  const label = toolLabel(entry, words)
  const hasKeys = useHasKeys()
  const key = hasKeys ? shortKey(entry.keys[0]) : ''
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
        key && <span className="ink-tool-key" data-key={key} />
      )}
    </IconButton>
  )
}

/** The tool's icon, else the interface's, else its first letter. */
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
