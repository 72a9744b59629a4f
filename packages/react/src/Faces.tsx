import { Menu } from '@base-ui/react/menu'
import type { Editor } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import type { Peer, Person } from '@inkbridge/types'
import type { Api } from './api.ts'
import { useEditorState, usePeople } from './hooks.ts'
import { initials, Profile } from './Profile.tsx'
import { usePortalRoot } from './portal.ts'

interface FacesProps {
  readonly sync: Sync
  readonly editor: Editor
  readonly api: Api
  readonly you: Person | null
  readonly onProblem: (message: string) => void
  readonly onSignOut: (() => void) | undefined
}

type Other = Pick<Peer, 'user' | 'away'>

const shownFaces = 4

/** Who is here; a click on a face shows what that one sees. */
export function Faces({ sync, editor, you, ...props }: FacesProps) {
  const portal = usePortalRoot()
  const others = othersOf(usePeople(sync), you)
  const { following, followers } = useEditorState(editor, ({ following, followers }) => ({ following, followers }))
  const room = shownFaces - (you ? 1 : 0)
  const [shown, more] = [others.slice(0, room), others.slice(room)]
  const follow = ({ user }: Other) => editor.follow(user.id === following ? null : user.id)
  const follows = ({ user }: Other) => followers.includes(user.id)
  return (
    <ul className="ink-faces" aria-label="Who is here">
      {you && <li>{you.bot ? <Face person={you} /> : <Profile {...props} you={you} />}</li>}
      {shown.map((other) => (
        <li key={other.user.id}>
          {other.user.bot ? (
            <Face person={other.user} />
          ) : (
            <button
              type="button"
              className={`ink-face ink-face-button ${other.away ? 'ink-face-away' : ''}`}
              style={{ background: other.user.color }}
              aria-pressed={other.user.id === following}
              title={`${wordsOf(other, follows(other))}\nClick to see what they see`}
              onClick={() => follow(other)}
            >
              <FaceText name={other.user.name} words={wordsOf(other, follows(other))} />
            </button>
          )}
        </li>
      ))}
      {more.length > 0 && (
        <li>
          <Menu.Root>
            <Menu.Trigger
              className="ink-face ink-face-button ink-face-more"
              aria-label={`${more.length} more`}
              title={more.map(({ user }) => user.name).join(', ')}
            >
              +{more.length}
            </Menu.Trigger>
            <Menu.Portal {...portal}>
              <Menu.Positioner sideOffset={12} align="end" className="ink-layer">
                <Menu.Popup className="ink-card ink-menu">
                  {more.map((other) => (
                    <Menu.Item key={other.user.id} className="ink-menu-item" onClick={() => follow(other)}>
                      <Face person={other.user} /> {wordsOf(other, follows(other))}
                    </Menu.Item>
                  ))}
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        </li>
      )}
    </ul>
  )
}

/** That another's view is shown, and the way out. */
export function Following({ sync, editor }: Pick<FacesProps, 'sync' | 'editor'>) {
  const people = usePeople(sync)
  const { following } = useEditorState(editor, ({ following }) => ({ following }))
  const person = following && people.find(({ user }) => user.id === following)?.user
  if (!person) return null
  return (
    <div className="ink-following" style={{ borderColor: person.color }}>
      <p style={{ background: person.color }} role="status">
        You see what {person.name} sees
        <button type="button" onClick={() => editor.follow(null)} title="Escape, or move the board">
          Stop
        </button>
      </p>
    </div>
  )
}

/** Everybody else once, however many pages they have open; away when all of those are. */
function othersOf(peers: readonly Other[], you: Person | null): readonly Other[] {
  const people = new Map<string, Other>()
  for (const { user, away } of peers) {
    if (user.id !== you?.id) people.set(user.id, { user, away: away && (people.get(user.id)?.away ?? true) })
  }
  return [...people.values()]
}

function wordsOf({ user, away }: Other, follows: boolean): string {
  const said = [away && 'away', follows && 'sees what you see'].filter(Boolean)
  return said.length > 0 ? `${user.name} (${said.join(', ')})` : user.name
}

function Face({ person }: { readonly person: Person }) {
  return (
    <span className="ink-face" style={{ background: person.color }} title={person.name}>
      <FaceText name={person.name} words={person.name} />
    </span>
  )
}

function FaceText({ name, words }: { readonly name: string; readonly words: string }) {
  return (
    <>
      <span className="ink-hidden">{words}</span>
      <span aria-hidden="true">{initials(name)}</span>
    </>
  )
}
