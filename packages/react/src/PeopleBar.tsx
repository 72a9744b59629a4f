import { Menu } from '@base-ui/react/menu'
import type { Command, Editor, Theme } from '@inkbridge/canvas'
import type { Sync, SyncStatus } from '@inkbridge/sync'
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
  Magnet,
  Moon,
  Search,
  Share2,
  Sun,
  Upload,
  Zap,
} from 'lucide-react'
import type { Api } from './api.ts'
import { Divider } from './Bar.tsx'
import { CommandItems } from './CommandItems.tsx'
import { Faces } from './Faces.tsx'
import { useEditorState } from './hooks.ts'
import { useWords } from './locale/context.tsx'
import { moreMenu } from './menus.ts'
import { usePortalRoot } from './portal.ts'
import type { Preferences } from './preferences.ts'

export interface PeopleBarProps {
  readonly sync: Sync
  readonly status: Pick<SyncStatus, 'role' | 'you'>
  readonly theme: Theme
  readonly onTheme: () => void
  readonly onHelp: () => void
  readonly onShare: () => void
  readonly onExport: () => void
  readonly onSignOut: (() => void) | undefined
  readonly api: Api
  readonly onProblem: (message: string) => void
  readonly editor: Editor
  readonly preferences: Preferences
  readonly onPreferences: (change: Partial<Preferences>) => void
}

/** Who is here, the menu, and sharing. */
export function PeopleBar(props: PeopleBarProps) {
  const { t } = useWords()
  const { status, onShare } = props
  const shares = status.role !== null && atLeast(status.role, 'editor')
  return (
    <div className="ink-bar ink-people-bar">
      <Faces {...props} you={status.you} />
      <Divider />
      <MoreMenu {...props} />
      {shares && (
        <button
          type="button"
          className="ink-button ink-primary ink-share"
          aria-label={t('people.share')}
          onClick={onShare}
        >
          <Share2 size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('people.share')}</span>
        </button>
      )}
    </div>
  )
}

const icons = { search: Search, palette: List, grid: Grid3x3, snaps: Magnet, zen: Focus }

function commandsOf({ commands }: Editor, ids: readonly string[]): readonly Command[] {
  return commands.filter(({ id }) => ids.includes(id))
}

function MoreMenu(props: PeopleBarProps) {
  const { status, theme, onTheme, onHelp, onExport, editor, preferences, onPreferences } = props
  const { t } = useWords()
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  const portal = usePortalRoot()
  const edits = status.role !== null && atLeast(status.role, 'editor')
  const ThemeIcon = theme === 'light' ? Moon : Sun
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-icon-button" aria-label={t('more.label')} title={t('more.label')}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal {...portal}>
        <Menu.Positioner sideOffset={12} align="end" className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-more-menu">
            <Menu.Item className="ink-menu-item" onClick={onExport}>
              <Download size={16} strokeWidth={1.75} aria-hidden="true" /> {t('more.export')}
            </Menu.Item>
            {edits && (
              <Menu.Item className="ink-menu-item" onClick={() => editor.act('import')}>
                <Upload size={16} strokeWidth={1.75} aria-hidden="true" /> {t('more.import')}
              </Menu.Item>
            )}
            <Menu.Separator className="ink-menu-line" />
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.find)} icons={icons} />
            <Menu.Separator className="ink-menu-line" />
            <CommandItems editor={editor} commands={commandsOf(editor, moreMenu.look)} icons={icons} />
            <Menu.Item className="ink-menu-item" onClick={onTheme}>
              <ThemeIcon size={16} strokeWidth={1.75} aria-hidden="true" />{' '}
              {t(theme === 'light' ? 'more.dark' : 'more.light')}
            </Menu.Item>
            {penMode && (
              <Menu.Item className="ink-menu-item" onClick={() => editor.setPenMode(false)}>
                <Hand size={16} strokeWidth={1.75} aria-hidden="true" /> {t('more.fingers')}
              </Menu.Item>
            )}
            {edits && (
              <Menu.CheckboxItem
                className="ink-menu-item"
                checked={preferences.lowLatency}
                onCheckedChange={(lowLatency) => onPreferences({ lowLatency })}
              >
                <Zap size={16} strokeWidth={1.75} aria-hidden="true" /> {t('more.lowLatency')}
                <Menu.CheckboxItemIndicator className="ink-menu-check">
                  <Check size={16} strokeWidth={2} aria-hidden="true" />
                </Menu.CheckboxItemIndicator>
              </Menu.CheckboxItem>
            )}
            <Menu.Item className="ink-menu-item" onClick={onHelp}>
              <Keyboard size={16} strokeWidth={1.75} aria-hidden="true" /> {t('help.title')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
