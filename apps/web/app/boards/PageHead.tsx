import { type Api, boardFiles } from '@inkbridge/react/api'
import { Profile } from '@inkbridge/react/profile'
import type { Person } from '@inkbridge/types'
import { Menu as MenuIcon, Plus, Search, Upload } from 'lucide-react'
import { useRef } from 'react'
import { showAccount } from '../account/show-account.ts'
import { useSiteWords } from '../locale/site-words.tsx'
import { Mark } from '../Mark.tsx'
import type { Say } from './Toasts.tsx'
import type { Actions } from './use-actions.ts'

interface PageHeadProps {
  readonly api: Api
  readonly you: Person | null
  readonly actions: Actions
  readonly absent: boolean
  /** Null: there is no search field. */
  readonly words: string | null
  readonly onWords: (words: string) => void
  /** Opens the views and folders on a phone; null: they are not shown. */
  readonly onMenu: (() => void) | null
  /** Whether it has the button that creates a board. */
  readonly canCreate: boolean
  readonly onYou: (you: Person) => void
  readonly say: Say
}

/** The top of the page. */
export function PageHead({ api, you, actions, absent, words, canCreate, say, ...on }: PageHeadProps) {
  const { t, locale } = useSiteWords()
  const file = useRef<HTMLInputElement>(null)
  return (
    <header className="site-head">
      {on.onMenu && (
        <button type="button" className="ink-icon-button site-menu" aria-label={t('nav.open')} onClick={on.onMenu}>
          <MenuIcon size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      <span className="site-name">
        <Mark /> <span>Inkbridge</span>
      </span>
      {words !== null && (
        <label className="site-search">
          <Search size={16} strokeWidth={1.75} aria-hidden="true" />
          <input
            type="search"
            placeholder={t('boards.search')}
            value={words}
            maxLength={200}
            onChange={(event) => on.onWords(event.currentTarget.value)}
          />
        </label>
      )}
      <button
        type="button"
        className="ink-button site-import"
        aria-label={t('boards.import')}
        disabled={absent}
        onClick={() => file.current?.click()}
      >
        <Upload size={16} strokeWidth={1.75} aria-hidden="true" /> <span>{t('boards.import')}</span>
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept={boardFiles}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          if (chosen) actions.importFile(chosen)
          event.currentTarget.value = ''
        }}
      />
      {canCreate && <NewBoard actions={actions} absent={absent} />}
      {you && (
        <Profile
          locale={locale}
          api={api}
          you={you}
          onChange={on.onYou}
          onProblem={(text) => say({ text })}
          onSignOut={goHome}
          onAccount={showAccount}
        />
      )}
    </header>
  )
}

export function NewBoard({ actions, absent }: Pick<PageHeadProps, 'actions' | 'absent'>) {
  const { t } = useSiteWords()
  return (
    <button type="button" className="ink-button ink-primary" onClick={actions.create} disabled={absent}>
      <Plus size={17} strokeWidth={1.75} aria-hidden="true" /> {t('boards.new')}
    </button>
  )
}

function goHome(): void {
  location.replace('/')
}
