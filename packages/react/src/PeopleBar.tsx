import { Menu } from '@base-ui/react/menu'
import type { Editor, Theme } from '@inkbridge/canvas'
import type { Sync, SyncStatus } from '@inkbridge/sync'
import { atLeast, type Peer, type Person } from '@inkbridge/types'
import { Check, Download, Ellipsis, Hand, Keyboard, Moon, Share2, Sun, Upload, Zap } from 'lucide-react'
import { useRef } from 'react'
import type { Api } from './api.ts'
import { Divider } from './Bar.tsx'
import { useEditorState, usePeople } from './hooks.ts'
import { initials, Profile } from './Profile.tsx'
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
  readonly onImport: (text: string) => void
  readonly api: Api
  readonly onProblem: (message: string) => void
  readonly editor: Editor
  readonly preferences: Preferences
  readonly onPreferences: (change: Partial<Preferences>) => void
}

const shownFaces = 4

/** Who is here, the menu, and sharing. */
export function PeopleBar(props: PeopleBarProps) {
  const { status, onShare } = props
  const owner = status.role === 'owner'
  return (
    <div className="ink-bar ink-people-bar">
      <Faces {...props} />
      <Divider />
      <MoreMenu {...props} />
      {owner && (
        <button type="button" className="ink-button ink-primary ink-share" aria-label="Share" onClick={onShare}>
          <Share2 size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>Share</span>
        </button>
      )}
    </div>
  )
}

function Faces({ sync, status: { you }, api, onProblem }: PeopleBarProps) {
  const peers = usePeople(sync)
  const others = othersOf(peers, you)
  const room = shownFaces - (you ? 1 : 0)
  const more = others.length - room
  return (
    <ul className="ink-faces" aria-label="Who is here">
      {you && <li>{you.bot ? <Face person={you} /> : <Profile api={api} you={you} onProblem={onProblem} />}</li>}
      {others.slice(0, room).map(({ user, away }) => (
        <li key={user.id}>
          <Face person={user} away={away} />
        </li>
      ))}
      {more > 0 && (
        <li
          className="ink-face ink-face-more"
          title={others
            .slice(room)
            .map(({ user }) => user.name)
            .join(', ')}
        >
          +{more}
        </li>
      )}
    </ul>
  )
}

/** Everybody else once, however many pages they have open; away when all of those are. */
function othersOf(peers: ReturnType<typeof usePeople>, you: Person | null): readonly Pick<Peer, 'user' | 'away'>[] {
  const people = new Map<string, Pick<Peer, 'user' | 'away'>>()
  for (const { user, away } of peers) {
    if (user.id !== you?.id) people.set(user.id, { user, away: away && (people.get(user.id)?.away ?? true) })
  }
  return [...people.values()]
}

function Face({ person, away = false }: { readonly person: Person; readonly away?: boolean }) {
  const words = away ? `${person.name} (away)` : person.name
  return (
    <span className={`ink-face ${away ? 'ink-face-away' : ''}`} style={{ background: person.color }} title={words}>
      <span className="ink-hidden">{words}</span>
      <span aria-hidden="true">{initials(person.name)}</span>
    </span>
  )
}

function MoreMenu(props: PeopleBarProps) {
  const { status, theme, onTheme, onHelp, onExport, onImport, editor, preferences, onPreferences } = props
  const { penMode } = useEditorState(editor, ({ penMode }) => ({ penMode }))
  const portal = usePortalRoot()
  const file = useRef<HTMLInputElement>(null)
  const edits = status.role !== null && atLeast(status.role, 'editor')
  const ThemeIcon = theme === 'light' ? Moon : Sun
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="ink-icon-button" aria-label="More" title="More">
          <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal {...portal}>
          <Menu.Positioner sideOffset={12} align="end" className="ink-layer">
            <Menu.Popup className="ink-card ink-menu">
              <Menu.Item className="ink-menu-item" onClick={onExport}>
                <Download size={16} strokeWidth={1.75} aria-hidden="true" /> Export…
              </Menu.Item>
              {edits && (
                <Menu.Item className="ink-menu-item" onClick={() => file.current?.click()}>
                  <Upload size={16} strokeWidth={1.75} aria-hidden="true" /> Import a file…
                </Menu.Item>
              )}
              <Menu.Item className="ink-menu-item" onClick={onTheme}>
                <ThemeIcon size={16} strokeWidth={1.75} aria-hidden="true" /> {theme === 'light' ? 'Dark' : 'Light'}
              </Menu.Item>
              {penMode && (
                <Menu.Item className="ink-menu-item" onClick={() => editor.setPenMode(false)}>
                  <Hand size={16} strokeWidth={1.75} aria-hidden="true" /> Draw with fingers, too
                </Menu.Item>
              )}
              {edits && (
                <Menu.CheckboxItem
                  className="ink-menu-item"
                  checked={preferences.lowLatency}
                  onCheckedChange={(lowLatency) => onPreferences({ lowLatency })}
                >
                  <Zap size={16} strokeWidth={1.75} aria-hidden="true" /> Low-latency ink
                  <Menu.CheckboxItemIndicator className="ink-menu-check">
                    <Check size={16} strokeWidth={2} aria-hidden="true" />
                  </Menu.CheckboxItemIndicator>
                </Menu.CheckboxItem>
              )}
              <Menu.Item className="ink-menu-item" onClick={onHelp}>
                <Keyboard size={16} strokeWidth={1.75} aria-hidden="true" /> Keyboard shortcuts
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(event) => {
          event.currentTarget.files?.[0]?.text().then(onImport, () => {})
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
