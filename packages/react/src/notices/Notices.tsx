import { mayEdit } from '@inkbridge/types'
import { lazy, Suspense } from 'react'
import { AskName, Following } from '../people/people.ts'
import { retryForever } from '../retry-forever.ts'
import { LockedBanner, RequestsBanner } from '../sharing/sharing.ts'
import { show, useEditorState, useOpenBoard, useSyncStatus, useUi } from '../ui/ui.ts'
import { DamagedBanner } from './DamagedBanner.tsx'
import { NotKept } from './NotKept.tsx'
import { SearchBar } from './SearchBar.tsx'

export { Toasts } from './Toasts.tsx'

const Outline = lazy(() => retryForever(() => import('./Outline.tsx')))
const Inspector = lazy(() => retryForever(() => import('./Inspector.tsx')))
const Library = lazy(() =>
  retryForever(async () => ({ default: (await import('../library/library.ts')).LibraryPanel })),
)

/** A column below the bars at the top, beside the style panel: warnings, a question, search, outline, library, inspector. */
export function Notices() {
  const { session, editor, ui } = useOpenBoard()
  const { sync } = session
  const { isKept, role } = useSyncStatus(sync, ({ keeping, role, uploads }) => ({
    isKept: keeping !== 'failing' && uploads.unkept === 0,
    role,
  }))
  const { beside } = useUi(({ beside }) => ({ beside }))
  const { readOnly } = useEditorState(editor, ({ readOnly }) => ({ readOnly }))
  const isReadOnly = role !== null && !mayEdit(role)
  return (
    <div className="ink-notices">
      <Following sync={sync} editor={editor} />
      <DamagedBanner />
      <LockedBanner />
      <RequestsBanner />
      {!isKept && !isReadOnly && <NotKept />}
      <AskName />
      {beside.includes('search') && <SearchBar editor={editor} onClose={() => show(ui, 'search', false)} />}
      <Suspense>
        {beside.includes('outline') && <Outline editor={editor} onClose={() => show(ui, 'outline', false)} />}
        {beside.includes('library') && !readOnly && <Library onClose={() => show(ui, 'library', false)} />}
        {beside.includes('inspector') && (
          <Inspector
            sync={sync}
            clientId={() => session.board.doc.clientID}
            onClose={() => show(ui, 'inspector', false)}
          />
        )}
      </Suspense>
    </div>
  )
}
