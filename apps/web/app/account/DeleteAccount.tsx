import { forgetDevice } from '@inkbridge/react/profile'
import type { Account } from '@inkbridge/types'
import { useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { accountApi } from './account-api.ts'
import { Field, Form, textOf } from './Form.tsx'

/** Deletes the account, after showing the boards that nobody else owns. */
export function DeleteAccount({ account }: { readonly account: Account }) {
  const { t } = useSiteWords()
  const [asked, setAsked] = useState(false)
  const remove = async (fields: FormData) => {
    await accountApi.remove(textOf(fields, 'password'))
    await forgetDevice()
    location.replace('/')
  }
  return (
    <section>
      <h2>{t('account.delete')}</h2>
      <p>{t('account.deleteText')}</p>
      {!asked && (
        <button type="button" className="ink-button" onClick={() => setAsked(true)}>
          {t('account.deleteAsk')}
        </button>
      )}
      {asked && account.soleOwnerOf.length > 0 && (
        <>
          <p>{t('account.soleOwner', { count: account.soleOwnerOf.length })}</p>
          <ul>
            {account.soleOwnerOf.map(({ id, title }) => (
              <li key={id}>
                <a href={`/b/${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {asked && (
        <Form submit={t('account.deleteConfirm')} onSubmit={remove}>
          {account.hasPassword && (
            <Field label={t('account.current')} name="password" type="password" autoComplete="current-password" />
          )}
        </Form>
      )}
    </section>
  )
}
