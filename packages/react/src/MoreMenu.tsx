import { Menu } from '@base-ui/react/menu'
import type { Command, Editor, Theme } from '@inkbridge/canvas'
import type { SyncStatus } from '@inkbridge/sync'
import { atLeast } from '@inkbridge/types'
import {
  Check,
  Download,
  Ellipsis,
  Focus,
  Grid3x3,
  Hand,
  Keyboard,
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
import type { BarLayout } from './bar-layout.ts'
import { CommandItems } from './CommandItems.tsx'
import { useFinalFocus } from './focus.ts'
import { useEditorState, useHasKeys } from './hooks.ts'
import { useWords } from './locale/context.tsx'
import { moreMenu } from './menus.ts'
import { usePortalRoot } from './portal.ts'
import type { Preferences } from './preferences.ts'

const icons = { search: Search, palette: List, grid: Grid3x3, snaps: Magnet, zen: Focus }

function commandsOf({ commands }: Editor, ids: readonly string[]): readonly Command[] {
  return commands.filter(({ id }) => ids.includes(id))
}

export interface MoreMenuProps {
  readonly status: Pick<SyncStatus, 'role' | 'you'>
  readonly theme: Theme
  readonly onTheme: () => void
  readonly onHelp: () => void
  readonly onShare: () => void
  readonly onExport: () => void
  readonly editor: Editor
  readonly preferences: Preferences
  readonly onPreferences: (change: Partial<Preferences>) => void
  readonly layout: BarLayout
}

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Commands for the whole board; on a phone also those without a place in a bar. */
export function MoreMenu(props: MoreMenuProps) {
  const { status, theme, onTheme, onHelp, onExport, onShare, editor, layout } = props
  const { t } = useWords()
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  const hasKeys = useHasKeys()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const edits = status.role !== null && atLeast(status.role, 'editor')
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-icon-button" aria-label={t('more.label')} data-tip={t('more.label')}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={12} align="end" collisionPadding={8} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-more-menu" finalFocus={finalFocus}>
            {edits && layout.share === 'menu' && <Item icon={Share2} label={t('people.share')} onClick={onShare} />}
            <Item icon={Download} label={t('more.export')} onClick={onExport} />
            {edits && <Item icon={Upload} label={t('more.import')} onClick={() => editor.act('import')} />}
            <Menu.Separator className="ink-menu-line" />
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.find)} icons={icons} />
            {layout.zoom === 'menu' && <ZoomItems {...props} />}
            <Menu.Separator className="ink-menu-line" />
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.look)} icons={icons} />
            <Item
              icon={theme === 'light' ? Moon : Sun}
              label={t(theme === 'light' ? 'more.dark' : 'more.light')}
              onClick={onTheme}
            />
            {penMode && <Item icon={Hand} label={t('more.fingers')} onClick={() => editor.setPenMode(false)} />}
            {edits && <Switch of="lowLatency" icon={Zap} label={t('more.lowLatency')} {...props} />}
            {hasKeys && <Item icon={Keyboard} label={t('help.title')} onClick={onHelp} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** Zoom, as often as wanted: the menu stays. */
function ZoomItems(props: MoreMenuProps) {
  const { editor } = props
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
      <Switch of="minimap" icon={MapIcon} label={t('minimap.label')} {...props} />
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

interface SwitchProps extends Pick<MoreMenuProps, 'preferences' | 'onPreferences'> {
  readonly of: 'lowLatency' | 'minimap'
  readonly icon: LucideIcon
  readonly label: string
}

function Switch({ of, icon: Icon, label, preferences, onPreferences }: SwitchProps) {
  return (
    <Menu.CheckboxItem
      className="ink-menu-item"
      checked={preferences[of]}
      onCheckedChange={(on) => onPreferences({ [of]: on })}
    >
      <Icon {...icon} /> {label}
      <Menu.CheckboxItemIndicator className="ink-menu-check">
        <Check size={16} strokeWidth={2} aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  )
}
