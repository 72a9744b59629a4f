import { inSlices, jsonSteps, withAssets } from '@inkbridge/board'
import { useWords } from '../locale/locale.ts'
import { saveFile, showToast, useOpenBoard } from '../ui/ui.ts'
import { boardImages } from './board-images.ts'
import { textBlob } from './text-blob.ts'

/** Returns a function that saves the board with its images as a file, and says so. */
export function useSaveBoard(): () => void {
  const open = useOpenBoard()
  const { t } = useWords()
  const save = async () => {
    const title = open.session.sync.status.title ?? t('board.untitled')
    const { assets, names, missing } = await boardImages(open)
    const parts = withAssets(await inSlices(jsonSteps(open.session.board.doc, title, names)), assets)
    const name = saveFile(await inSlices(textBlob(parts, 'application/json')), title, 'inkbridge.json')
    return { name, missing }
  }
  return () =>
    void save().then(
      ({ name, missing }) =>
        showToast(open.ui, ({ t }) =>
          [t('export.saved', { name }), ...(missing > 0 ? [t('export.withoutImages', { count: missing })] : [])].join(
            ' ',
          ),
        ),
      () => showToast(open.ui, ({ t }) => t('export.notSaved')),
    )
}
