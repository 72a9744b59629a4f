import { Menu } from '@base-ui/react/menu'
import type { Theme } from '@inkbridge/canvas'
import type { SyncStatus } from '@inkbridge/sync'
import { atLeast, type Peer, type Person } from '@inkbridge/types'
import { Download, Ellipsis, Keyboard, Moon, Share2, Sun, Upload } from 'lucide-react'
import { useRef } from 'react'
import { Divider } from './Bar.tsx'
import { usePortalRoot } from './portal.ts'

export interface PeopleBarProps {
  readonly status: SyncStatus
  readonly peers: readonly Peer[]
  readonly theme: Theme
  readonly onTheme: () => void
  readonly onHelp: () => void
  readonly onShare: () => void
  readonly onExport: () => void
  readonly onImport: (text: string) => void
}

const shownFaces = 4

/** Who is here, the menu, and sharing. */
export function PeopleBar(props: PeopleBarProps) {
  const { status, peers, onShare } = props
  const owner = status.role === 'owner'
  return (
    <div className="ink-bar ink-people-bar">
      <Faces you={status.you} peers={peers} />
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

function Faces({ you, peers }: { readonly you: Person | null; readonly peers: readonly Peer[] }) {
  const others = new Map(peers.filter(({ user }) => user.id !== you?.id).map(({ user }) => [user.id, user]))
  const people = [...(you ? [you] : []), ...others.values()]
  const more = people.length - shownFaces
  return (
    <ul className="ink-faces" aria-label="Who is here">
      {people.slice(0, shownFaces).map((person) => (
        <li
          key={person.id}
          className="ink-face"
          style={{ background: person.color }}
          title={person === you ? `${person.name} (you)` : person.name}
        >
          <span className="ink-hidden">{person === you ? `${person.name} (you)` : person.name}</span>
          <span aria-hidden="true">{initials(person.name)}</span>
        </li>
      ))}
      {more > 0 && <li className="ink-face ink-face-more">+{more}</li>}
    </ul>
  )
}

function initials(name: string): string {
  const [first = '', last = ''] = name.split(/[\s-]+/)
  return `${first.charAt(0)}${last.charAt(0) || first.charAt(1)}`.toUpperCase()
}

function MoreMenu({ status, theme, onTheme, onHelp, onExport, onImport }: PeopleBarProps) {
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
                <Download size={16} strokeWidth={1.75} aria-hidden="true" /> Export as JSON
              </Menu.Item>
              {edits && (
                <Menu.Item className="ink-menu-item" onClick={() => file.current?.click()}>
                  <Upload size={16} strokeWidth={1.75} aria-hidden="true" /> Import JSON
                </Menu.Item>
              )}
              <Menu.Item className="ink-menu-item" onClick={onTheme}>
                <ThemeIcon size={16} strokeWidth={1.75} aria-hidden="true" /> {theme === 'light' ? 'Dark' : 'Light'}
              </Menu.Item>
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
