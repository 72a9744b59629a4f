import { Menu } from '@base-ui/react/menu'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useWords } from '../locale/locale.ts'
import { useFinalFocus, usePortalRoot } from '../ui/ui.ts'

interface ItemMenuProps {
  readonly label: string
  readonly onRename: () => void
  readonly onRemove: () => void
}

/** The menu of an item. */
export function ItemMenu({ label, onRename, onRemove }: ItemMenuProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-library-more" aria-label={t('library.itemMore', { name: label })}>
        <Ellipsis {...icon} />
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={4} align="start" collisionPadding={8} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu" finalFocus={finalFocus}>
            <Menu.Item className="ink-menu-item" onClick={onRename}>
              <Pencil {...icon} /> {t('library.rename')}
            </Menu.Item>
            <Menu.Item className="ink-menu-item ink-danger" onClick={onRemove}>
              <Trash2 {...icon} /> {t('action.remove')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
