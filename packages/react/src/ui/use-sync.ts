import type { Assets, Sync, SyncStatus, Upload } from '@inkbridge/sync'
import type { Peer } from '@inkbridge/types'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { identity, usePicked } from './use-store.ts'

/** Subscribes to a part of a connection's status. Its counts of edits change with every stroke, which most of the page does not show. */
export function useSyncStatus<Picked extends object = SyncStatus>(
  sync: Sync,
  pick: (status: SyncStatus) => Picked = identity,
): Picked {
  return usePicked(
    useCallback((listener: () => void) => sync.observe(listener), [sync]),
    () => pick(sync.status),
  )
}

/** Returns the images that the server has not acknowledged, oldest first. */
export function useUploads(assets: Assets): readonly Upload[] {
  return useSyncExternalStore(
    useCallback((listener) => assets.observe(listener), [assets]),
    () => assets.uploads,
  )
}

export function usePeers(sync: Sync): readonly Peer[] {
  return useSyncExternalStore(
    useCallback((listener) => sync.observePeers(listener), [sync]),
    () => sync.peers,
  )
}

/** Returns other people, once for each window, without their cursors. */
export function usePeople(sync: Sync): readonly Pick<Peer, 'user' | 'away'>[] {
  const people = usePicked(
    useCallback((listener: () => void) => sync.observePeers(listener), [sync]),
    () => sync.peers.flatMap(({ user, away }) => [user.id, user.name, user.color, user.bot, away]),
  )
  const { current } = useRef({ people, peers: sync.peers })
  if (current.people !== people) Object.assign(current, { people, peers: sync.peers })
  return current.peers
}
