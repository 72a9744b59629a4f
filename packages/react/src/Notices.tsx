import type { Editor } from '@inkbridge/canvas'
import type { SyncStatus } from '@inkbridge/sync'
import { type BoardId, mayEdit } from '@inkbridge/types'
import { lazy, Suspense } from 'react'
import { AskName, isAsked } from './AskName.tsx'
import type { Api } from './api.ts'
import { DamagedBanner } from './DamagedBanner.tsx'
import { Following } from './Faces.tsx'
import { NotKept } from './NotKept.tsx'
import type { Preferences } from './preferences.ts'
import { retryForever } from './retry-forever.ts'
import { SearchBar } from './SearchBar.tsx'
import type { BoardSession } from './session.ts'

const Outline = lazy(() => retryForever(() => import('./Outline.tsx')))
const Inspector = lazy(() => retryForever(() => import('./Inspector.tsx')))

/** Parts of the interface that stay open beside the board. */
export type BesideBoard = 'search' | 'outline' | 'inspector'

interface NoticesProps {
  readonly session: BoardSession
  readonly editor: Editor
  readonly api: Api
  readonly board: BoardId
  readonly status: Pick<SyncStatus, 'role' | 'you' | 'keeping'>
  readonly preferences: Preferences
  readonly onPreferences: (change: Partial<Preferences>) => void
  readonly onProblem: (message: string) => void
  /** Saves the board as a file. */
  readonly onSave: () => void
  readonly open: readonly BesideBoard[]
  readonly onClose: (part: BesideBoard) => void
}

/** A column below the bars at the top, beside the style panel: warnings, a question, search, outline, inspector. */
export function Notices({ session, editor, open, onClose, ...props }: NoticesProps) {
  const { api, board, status, preferences, onPreferences, onProblem, onSave } = props
  const { sync } = session
  const readOnly = status.role !== null && !mayEdit(status.role)
  return (
    <div className="ink-notices">
      <Following sync={sync} editor={editor} />
      <DamagedBanner {...{ api, board, sync, onProblem, onSave }} />
      {status.keeping === 'failing' && !readOnly && <NotKept sync={sync} onSave={onSave} />}
      {!preferences.asked && isAsked(status.role, status.you) && (
        <AskName {...{ api, onProblem }} you={status.you} onDone={() => onPreferences({ asked: true })} />
      )}
      {open.includes('search') && <SearchBar editor={editor} onClose={() => onClose('search')} />}
      <Suspense>
        {open.includes('outline') && <Outline editor={editor} onClose={() => onClose('outline')} />}
        {open.includes('inspector') && (
          <Inspector sync={sync} clientId={() => session.board.doc.clientID} onClose={() => onClose('inspector')} />
        )}
      </Suspense>
    </div>
  )
}
