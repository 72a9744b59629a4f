import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { usePortalRoot } from '../ui/ui.ts'

interface MoreItem {
  readonly label: string
  readonly run: () => void
  readonly isDanger?: boolean
}

interface MoreButtonProps {
  readonly label: string
  readonly items: readonly MoreItem[]
  /** Its visible text; default: three dots. */
  readonly text?: string
}

/** A menu in a dialog or a banner. */
export function MoreButton({ label, items, text }: MoreButtonProps) {
  const portal = usePortalRoot()
  return (
    <Menu.Root>
      <Menu.Trigger className={text ? 'ink-button ink-primary' : 'ink-icon-button'} aria-label={label}>
        {text ?? <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />}
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={6} align="end" collisionPadding={8} className="ink-layer ink-over-dialog">
          <Menu.Popup className="ink-card ink-menu">
            {items.map(({ label, run, isDanger }) => (
              <Menu.Item key={label} className={`ink-menu-item ${isDanger ? 'ink-danger' : ''}`} onClick={run}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
