import { type KeptItem, type LibraryStore, openLibrary } from '@inkbridge/sync/library'
import { useCallback, useEffect, useState } from 'react'
import { showToast, useOpenBoard } from '../ui/ui.ts'

/** The library of this device, as long as it is shown. */
export interface Library {
  /** Null: not loaded yet, or the device fails. */
  readonly items: readonly KeptItem[] | null
  readonly isFailing: boolean
  put(items: readonly KeptItem[]): void
  remove(items: readonly KeptItem[]): void
}

/** Reads the library, again after each change in any page of this browser. */
export function useLibrary(): Library {
  const { ui } = useOpenBoard()
  const [store, setStore] = useState<LibraryStore | null>(null)
  const [read, setRead] = useState<Pick<Library, 'items' | 'isFailing'>>({ items: null, isFailing: false })
  useEffect(() => {
    const opened = openLibrary()
    let isShown = true
    const show = (items: readonly KeptItem[] | null) => isShown && setRead({ items, isFailing: items === null })
    const look = () => void opened.list().then(show, () => show(null))
    opened.observe(look)
    setStore(opened)
    look()
    return () => {
      isShown = false
      opened.dispose()
    }
  }, [])
  const attempt = useCallback(
    (work: Promise<void> | undefined) => void work?.catch(() => showToast(ui, ({ t }) => t('library.notStored'))),
    [ui],
  )
  return {
    ...read,
    put: (items) => attempt(store?.put(items)),
    remove: (items) => attempt(store?.remove(items.map(({ id }) => id))),
  }
}
