import { Menu } from '@base-ui/react/menu'
import { Download, Ellipsis, Trash2, Upload } from 'lucide-react'
import { useWords } from '../locale/locale.ts'
import { useFinalFocus, usePortalRoot } from '../ui/ui.ts'

interface LibraryMenuProps {
  readonly isEmpty: boolean
  readonly onOpen: () => void
  readonly onSave: () => void
  readonly onRemoveAll: () => void
}

/** The menu of the library as a whole. */
export function LibraryMenu({ isEmpty, onOpen, onSave, onRemoveAll }: LibraryMenuProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-icon-button" aria-label={t('library.more')} data-tip={t('library.more')}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={6} align="end" collisionPadding={8} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu" finalFocus={finalFocus}>
            <Menu.Item className="ink-menu-item" onClick={onOpen}>
              <Upload {...icon} /> {t('library.open')}
            </Menu.Item>
            <Menu.Item className="ink-menu-item" disabled={isEmpty} onClick={onSave}>
              <Download {...icon} /> {t('library.save')}
            </Menu.Item>
            <Menu.Item className="ink-menu-item ink-danger" disabled={isEmpty} onClick={onRemoveAll}>
              <Trash2 {...icon} /> {t('library.removeAll')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
