import { exportJson } from '@inkbridge/board'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard } from './open-board.ts'
import { saveFile } from './save.ts'

/** How the whole board is saved as a file; saving returns the name that the browser suggests. */
export function useSaveBoard(): () => string {
  const { session } = useOpenBoard()
  const { t } = useWords()
  return () => {
    const title = session.sync.status.title ?? t('board.untitled')
    const file = new Blob([exportJson(session.board.doc, title)], { type: 'application/json' })
    return saveFile(file, title, 'inkbridge.json')
  }
}
