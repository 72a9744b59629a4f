import { Menu } from '@base-ui/react/menu'
import { isPerson, type Peer, type Person } from '@inkbridge/types'
import { type BoardWords, useWords } from '../locale/locale.ts'
import {
  showToast,
  useEditorState,
  useFinalFocus,
  useOpenBoard,
  usePeople,
  usePortalRoot,
  useSyncStatus,
} from '../ui/ui.ts'
import { initials, Profile } from './Profile.tsx'

interface FacesProps {
  /** Places for faces, including the own one and the count of others. */
  readonly most: number
}

type Other = Pick<Peer, 'user' | 'away'>

/** The people on the board; a click on a face follows that person. */
export function Faces({ most }: FacesProps) {
  const { session, editor, api, ui, onSignOut, onAccount } = useOpenBoard()
  const { sync } = session
  const { you } = useSyncStatus(sync, ({ you }) => ({ you }))
  const { t } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const textOf = (other: Other) => personText(other, follows(other), t)
  const others = othersOf(usePeople(sync), you)
  const { following, followers } = useEditorState(editor, ({ following, followers }) => ({ following, followers }))
  const room = most - (you ? 1 : 0)
  const count = others.length > room ? room - 1 : room
  const [shown, more] = [others.slice(0, count), others.slice(count)]
  const follow = ({ user }: Other) => editor.follow(user.id === following ? null : user.id)
  const follows = ({ user }: Other) => followers.includes(user.id)
  return (
    <ul className="ink-faces" aria-label={t('people.label')}>
      {you && (
        <li>
          {isPerson(you.id) ? (
            <Profile {...{ api, you, onSignOut, onAccount }} onProblem={(text) => showToast(ui, () => text)} />
          ) : (
            <Face person={you} />
          )}
        </li>
      )}
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
              data-tip={`${textOf(other)}\n${t('people.follow')}`}
              data-initials={initials(other.user.name)}
              onClick={() => follow(other)}
            >
              <span className="ink-hidden">{textOf(other)}</span>
            </button>
          )}
        </li>
      ))}
      {more.length > 0 && (
        <li>
          <Menu.Root>
            <Menu.Trigger
              className="ink-face ink-face-button ink-face-more"
              aria-label={t('people.more', { count: more.length })}
              data-tip={more.map(({ user }) => user.name).join(', ')}
            >
              +{more.length}
            </Menu.Trigger>
            <Menu.Portal {...portal}>
              <Menu.Positioner sideOffset={12} align="end" className="ink-layer">
                <Menu.Popup className="ink-card ink-menu" finalFocus={finalFocus}>
                  {more.map((other) => (
                    <Menu.Item key={other.user.id} className="ink-menu-item" onClick={() => follow(other)}>
                      <Face person={other.user} /> {textOf(other)}
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

/** Returns all other people without duplicates; away if all of their pages are. */
function othersOf(peers: readonly Other[], you: Person | null): readonly Other[] {
  const people = new Map<string, Other>()
  for (const { user, away } of peers) {
    if (user.id !== you?.id) people.set(user.id, { user, away: away && (people.get(user.id)?.away ?? true) })
  }
  return [...people.values()]
}

function personText({ user: { name }, away }: Other, follows: boolean, t: BoardWords['t']): string {
  if (away) return t(follows ? 'people.awayFollower' : 'people.away', { name })
  return follows ? t('people.follower', { name }) : name
}

function Face({ person }: { readonly person: Person }) {
  return (
    <span
      className="ink-face"
      style={{ background: person.color }}
      data-tip={person.name}
      data-initials={initials(person.name)}
    >
      <span className="ink-hidden">{person.name}</span>
    </span>
  )
}
