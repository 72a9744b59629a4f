import { Menu } from '@base-ui/react/menu'
import type { Command, Editor } from '@inkbridge/canvas'
import { atLeast } from '@inkbridge/types'
import {
  Check,
  Download,
  Ellipsis,
  Focus,
  Grid3x3,
  Hand,
  Keyboard,
  LibraryBig,
  List,
  type LucideIcon,
  Magnet,
  Map as MapIcon,
  Maximize,
  Moon,
  Search,
  Share2,
  Sun,
  Upload,
  Zap,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { CommandItems, moreMenu } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import {
  setPreferences,
  useEditorState,
  useFinalFocus,
  useHasKeys,
  useOpenBoard,
  usePortalRoot,
  useSyncStatus,
  useUi,
} from '../ui/ui.ts'
import type { BarLayout } from './bar-layout.ts'

const icons = { library: LibraryBig, search: Search, palette: List, grid: Grid3x3, snaps: Magnet, zen: Focus }

function commandsOf({ commands }: Editor, ids: readonly string[]): readonly Command[] {
  return commands.filter(({ id }) => ids.includes(id))
}

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Commands for the whole board; on a phone also those without a place in a bar. */
export function MoreMenu({ layout }: { readonly layout: BarLayout }) {
  const { session, editor, ui, theme, onTheme } = useOpenBoard()
  const { role } = useSyncStatus(session.sync, ({ role }) => ({ role }))
  const { t } = useWords()
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  const hasKeys = useHasKeys()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const edits = role !== null && atLeast(role, 'editor')
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-icon-button" aria-label={t('more.label')} data-tip={t('more.label')}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={12} align="end" collisionPadding={8} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-more-menu" finalFocus={finalFocus}>
            {edits && layout.share === 'menu' && (
              <Item icon={Share2} label={t('people.share')} onClick={() => ui.change({ dialog: 'share' })} />
            )}
            <Item icon={Download} label={t('more.export')} onClick={() => ui.change({ dialog: 'export' })} />
            {edits && <Item icon={Upload} label={t('more.import')} onClick={() => editor.act('import')} />}
            <Menu.Separator className="ink-menu-line" />
            {edits && <CommandItems editor={editor} commands={commandsOf(editor, ['library'])} icons={icons} />}
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.find)} icons={icons} />
            {layout.zoom === 'menu' && <ZoomItems />}
            <Menu.Separator className="ink-menu-line" />
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.look)} icons={icons} />
            <Item
              icon={theme === 'light' ? Moon : Sun}
              label={t(theme === 'light' ? 'more.dark' : 'more.light')}
              onClick={onTheme}
            />
            {penMode && <Item icon={Hand} label={t('more.fingers')} onClick={() => editor.setPenMode(false)} />}
            {edits && <Switch of="lowLatency" icon={Zap} label={t('more.lowLatency')} />}
            {hasKeys && <Item icon={Keyboard} label={t('help.title')} onClick={() => ui.change({ dialog: 'help' })} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** Zoom items, which keep the menu open. */
function ZoomItems() {
  const { editor } = useOpenBoard()
  const { t, format } = useWords()
  const { percent } = useEditorState(editor, ({ camera }) => ({ percent: Math.round(camera.zoom * 100) }))
  return (
    <Menu.Group aria-label={t('zoom.label')}>
      <Menu.Separator className="ink-menu-line" />
      <Item icon={ZoomIn} label={t('zoom.in')} onClick={() => editor.zoomBy(1.25)} stays />
      <Item icon={ZoomOut} label={t('zoom.out')} onClick={() => editor.zoomBy(0.8)} stays />
      <Menu.Item className="ink-menu-item" onClick={() => editor.zoomTo(1)} closeOnClick={false}>
        <span className="ink-menu-value">{format.percent(percent / 100)}</span>
        {t('zoom.reset', { full: format.percent(1) })}
      </Menu.Item>
      <Item icon={Maximize} label={t('zoom.fit')} onClick={() => editor.zoomToFit()} stays />
      <Switch of="minimap" icon={MapIcon} label={t('minimap.label')} />
    </Menu.Group>
  )
}

interface ItemProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly onClick: () => void
  /** The menu stays open. */
  readonly stays?: boolean
}

function Item({ icon: Icon, label, onClick, stays = false }: ItemProps) {
  return (
    <Menu.Item className="ink-menu-item" onClick={onClick} closeOnClick={!stays}>
      <Icon {...icon} /> {label}
    </Menu.Item>
  )
}

interface SwitchProps {
  readonly of: 'lowLatency' | 'minimap'
  readonly icon: LucideIcon
  readonly label: string
}

function Switch({ of, icon: Icon, label }: SwitchProps) {
  const { ui } = useOpenBoard()
  const { isOn } = useUi(({ preferences }) => ({ isOn: preferences[of] }))
  return (
    <Menu.CheckboxItem
      className="ink-menu-item"
      checked={isOn}
      onCheckedChange={(on) => setPreferences(ui, { [of]: on })}
    >
      <Icon {...icon} /> {label}
      <Menu.CheckboxItemIndicator className="ink-menu-check">
        <Check size={16} strokeWidth={2} aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  )
}
