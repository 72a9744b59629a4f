import { useState } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useDialog, useOpenBoard } from '../ui/ui.ts'
import { findHelp, helpGroups } from './help-entries.ts'

/** All keys in groups, with a field to search them. */
export function HelpDialog() {
  const { t } = useWords()
  return (
    <Modal title={t('help.title')} className="ink-help" {...useDialog('help')}>
      <HelpContent />
    </Modal>
  )
}

function HelpContent() {
  const { editor } = useOpenBoard()
  const words = useWords()
  const { t } = words
  const [typed, setTyped] = useState('')
  const groups = findHelp(helpGroups(editor, words), typed)
  return (
    <>
      <input
        type="search"
        className="ink-input ink-help-search"
        aria-label={t('help.search')}
        placeholder={t('help.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region takes the focus so that arrow keys scroll it */}
      <div className="ink-help-groups" tabIndex={0}>
        {groups.map(({ name, entries }) => (
          <section key={name} aria-labelledby={`ink-help-${name}`}>
            <h3 id={`ink-help-${name}`}>{t(`help.group.${name}`)}</h3>
            <dl>
              {entries.map(({ id, label, keys }) => (
                <div key={id}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {groups.length === 0 && <p>{t('help.none')}</p>}
      </div>
    </>
  )
}
