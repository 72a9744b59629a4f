import type { BoardFolder, BoardsView, FolderId } from '@inkbridge/types'
import { useSyncExternalStore } from 'react'

/** What the page shows: a view, or a folder. It is in the address, behind `#`. */
export interface Place {
  readonly view: BoardsView
  readonly folder: FolderId | null
}

export const views = ['all', 'recent', 'starred', 'mine', 'shared', 'trash'] as const satisfies readonly BoardsView[]

export const everything: Place = { view: 'all', folder: null }

/** The address of a place on this page. */
export function addressOf({ view, folder }: Place): string {
  return folder === null ? `#${view}` : `#folder=${folder}`
}

export function isSame(a: Place, b: Place): boolean {
  return a.view === b.view && a.folder === b.folder
}

/** Reads the part of an address behind `#`; anything unknown is all boards. */
export function placeOf(hash: string): Place {
  const [, folder] = /^#folder=([0-9A-Za-z]{12})$/.exec(hash) ?? []
  if (folder !== undefined) return { view: 'all', folder: folder as FolderId }
  return { view: views.find((view) => `#${view}` === hash) ?? 'all', folder: null }
}

/** The place in the address of this page. */
export function usePlace(): Place {
  return placeOf(
    useSyncExternalStore(
      onHash,
      () => location.hash,
      () => '',
    ),
  )
}

function onHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export interface FolderNode extends BoardFolder {
  readonly folders: readonly FolderNode[]
}

/** Folders as a tree, by name; one whose outer folder is unknown is at the top. */
export function treeOf(folders: readonly BoardFolder[], parent: FolderId | null = null): readonly FolderNode[] {
  const known = new Set(folders.map(({ id }) => id))
  const isHere = (folder: BoardFolder) =>
    (folder.parent !== null && known.has(folder.parent) ? folder.parent : null) === parent
  const sorted = folders.filter(isHere).sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  return sorted.map((folder) => ({ ...folder, folders: treeOf(folders, folder.id) }))
}
