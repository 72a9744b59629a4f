import type { Editor, EditorState } from '@inkbridge/canvas'
import type { Sync, SyncStatus } from '@inkbridge/sync'
import type { Peer } from '@inkbridge/types'
import { useCallback, useContext, useRef, useSyncExternalStore } from 'react'
import { PortalRoot } from './portal.ts'

/** Subscribes to a part of a connection's status. Its counts of edits change with every stroke, which most of the page does not show. */
export function useSyncStatus<Picked extends object = SyncStatus>(
  sync: Sync,
  pick: (status: SyncStatus) => Picked = asItIs,
): Picked {
  return usePicked(
    useCallback((listener: () => void) => sync.observe(listener), [sync]),
    () => pick(sync.status),
  )
}

export function usePeers(sync: Sync): readonly Peer[] {
  return useSyncExternalStore(
    useCallback((listener) => sync.observePeers(listener), [sync]),
    () => sync.peers,
  )
}

/** Who else is here, each person once for each window, without where their cursors are. */
export function usePeople(sync: Sync): readonly Pick<Peer, 'user' | 'away'>[] {
  const people = usePicked(
    useCallback((listener: () => void) => sync.observePeers(listener), [sync]),
    () => sync.peers.flatMap(({ user, away }) => [user.id, user.name, user.color, user.bot, away]),
  )
  const { current } = useRef({ people, peers: sync.peers })
  if (current.people !== people) Object.assign(current, { people, peers: sync.peers })
  return current.peers
}

/** Subscribes to a part of an editor's state: a component without the camera is not rendered again while the board moves. */
export function useEditorState<Picked extends object = EditorState>(
  editor: Editor,
  pick: (state: EditorState) => Picked = asItIs,
): Picked {
  return useStore(editor, pick)
}

/** What has a state and tells when it changes. */
interface Store<State> {
  state(): State
  observe(listener: () => void): () => void
}

/** Subscribes to a part of the state of a store. */
export function useStore<State, Picked extends object>(store: Store<State>, pick: (state: State) => Picked): Picked {
  return usePicked(
    useCallback((listener: () => void) => store.observe(listener), [store]),
    () => pick(store.state()),
  )
}

/** A new object only when something in it changed. */
function usePicked<Picked extends object>(subscribe: (listener: () => void) => () => void, get: () => Picked): Picked {
  const last = useRef<Picked | null>(null)
  return useSyncExternalStore(subscribe, () => {
    const picked = get()
    if (!last.current || !sameEntries(last.current, picked)) last.current = picked
    return last.current
  })
}

function asItIs<State, Picked>(state: State): Picked {
  return state as unknown as Picked
}

function sameEntries(one: object, other: object): boolean {
  if (one === other) return true
  const entries = Object.entries(one)
  if (entries.length !== Object.keys(other).length) return false
  return entries.every(([key, value]) => Object.is(value, (other as Record<string, unknown>)[key]))
}

/** Whether a media query matches, now and from now on. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const list = matchMedia(query)
        list.addEventListener('change', listener)
        return () => list.removeEventListener('change', listener)
      },
      [query],
    ),
    () => matchMedia(query).matches,
    () => false,
  )
}

/** Whether there is likely a keyboard: shortcuts are shown only then. */
export function useHasKeys(): boolean {
  return useMedia('(any-pointer: fine)')
}

/** A board narrower than this, CSS pixels, is laid out as on a phone; `phone.css` says the same. */
export const phonePx = 640

/** Whether the board is as narrow as on a phone, which has no room for all. */
export function useNarrow(): boolean {
  return useWidth((width) => width < phonePx)
}

/** Something that follows from how wide the board is, CSS pixels. */
export function useWidth<Value extends boolean | number>(of: (width: number) => Value): Value {
  const root = useContext(PortalRoot)
  return useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const observer = new ResizeObserver(listener)
        if (root) observer.observe(root)
        return () => observer.disconnect()
      },
      [root],
    ),
    () => of(root?.clientWidth ?? phonePx),
    () => of(phonePx),
  )
}
