import type { Editor, EditorState } from '@inkbridge/canvas'
import type { Sync, SyncStatus } from '@inkbridge/sync'
import type { Peer } from '@inkbridge/types'
import { useCallback, useSyncExternalStore } from 'react'

export function useSyncStatus(sync: Sync): SyncStatus {
  return useSyncExternalStore(
    useCallback((listener) => sync.observe(listener), [sync]),
    () => sync.status,
  )
}

export function usePeers(sync: Sync): readonly Peer[] {
  return useSyncExternalStore(
    useCallback((listener) => sync.observePeers(listener), [sync]),
    () => sync.peers,
  )
}

export function useEditorState(editor: Editor): EditorState {
  return useSyncExternalStore(
    useCallback((listener) => editor.observe(listener), [editor]),
    () => editor.state(),
  )
}
