import type { Sync, SyncStatus } from '@inkbridge/sync'
import type { Peer } from '@inkbridge/types'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { asItIs, usePicked } from './use-store.ts'

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
