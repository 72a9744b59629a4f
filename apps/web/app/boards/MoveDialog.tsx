import type { BoardFolder, BoardSummary, FolderId } from '@inkbridge/types'
import { Folder, FolderPlus, FolderX } from 'lucide-react'
import { useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { NameForm } from './NameForm.tsx'
import { type FolderNode, treeOf } from './place.ts'
import { SiteDialog } from './SiteDialog.tsx'

interface MoveDialogProps {
  readonly boards: readonly BoardSummary[]
  readonly folders: readonly BoardFolder[]
  readonly over: HTMLElement | null
  readonly onMove: (folder: FolderId | null) => void
  readonly onMoveToNew: (name: string) => void
  readonly onClose: () => void
}

/** Asks into which folder boards are moved. */
export function MoveDialog({ boards, folders, over, onMove, onMoveToNew, onClose }: MoveDialogProps) {
  const { t } = useSiteWords()
  const [adding, setAdding] = useState(false)
  const current = boards.every(({ folder }) => folder === boards[0]?.folder) ? boards[0]?.folder : undefined
  return (
    <SiteDialog title={t('move.title', { count: boards.length })} over={over} onClose={onClose}>
      <ul className="site-targets">
        {boards.some(({ folder }) => folder) && (
          <li>
            <button type="button" className="site-nav-item" onClick={() => onMove(null)}>
              <FolderX size={17} strokeWidth={1.75} aria-hidden="true" /> {t('move.none')}
            </button>
          </li>
        )}
        {inOrder(treeOf(folders)).map(({ folder, depth }) => (
          <li key={folder.id} data-depth={depth}>
            <button
              type="button"
              className="site-nav-item"
              aria-current={folder.id === current || undefined}
              style={{ paddingInlineStart: 10 + depth * 18 }}
              onClick={() => onMove(folder.id)}
            >
              <Folder size={17} strokeWidth={1.75} aria-hidden="true" /> <span>{folder.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {adding ? (
        <NameForm label={t('folder.name')} name="" onDone={(name) => (name ? onMoveToNew(name) : setAdding(false))} />
      ) : (
        <button type="button" className="ink-button" onClick={() => setAdding(true)}>
          <FolderPlus size={16} strokeWidth={1.75} aria-hidden="true" /> {t('folder.new')}
        </button>
      )}
    </SiteDialog>
  )
}

interface Listed {
  readonly folder: FolderNode
  readonly depth: number
}

function inOrder(folders: readonly FolderNode[], depth = 0): readonly Listed[] {
  return folders.flatMap((folder) => [{ folder, depth }, ...inOrder(folder.folders, depth + 1)])
}
