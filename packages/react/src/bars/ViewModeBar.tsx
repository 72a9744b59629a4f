import type { Editor } from '@inkbridge/canvas'
import { useWords } from '../locale/locale.ts'

/** Shows that view mode is on, with a button to leave it. */
export function ViewModeBar({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  return (
    <div className="ink-bar ink-viewing">
      <p>{t('viewMode.on')}</p>
      <button type="button" className="ink-button" onClick={() => editor.act('viewing')}>
        {t('viewMode.edit')}
      </button>
    </div>
  )
}
