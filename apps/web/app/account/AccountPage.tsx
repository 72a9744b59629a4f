'use client'

import { Api } from '@inkbridge/react/api'
import { Devices } from '@inkbridge/react/profile'
import { type Account, limits } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { accountApi, dataPath, openIdPath } from './account-api.ts'
import { DeleteAccount } from './DeleteAccount.tsx'
import { Field, Form, NewPassword, textOf } from './Form.tsx'
import { Sheet } from './Sheet.tsx'
import { useAccount } from './use-account.ts'

const api = new Api()

/** Name, password, devices and data of an account; leads guests to the sign-in. */
export function AccountPage() {
  const { t } = useSiteWords()
  const state = useAccount()
  const isGuest = state !== null && state.account === null
  useEffect(() => {
    if (isGuest) location.replace('/sign-in?next=/account')
  }, [isGuest])
  return (
    <Sheet title={t('account.title')}>
      {state?.account && <Sections account={state.account} openId={state.signIn.openId} />}
    </Sheet>
  )
}

function Sections({ account, openId }: { readonly account: Account; readonly openId: boolean }) {
  const { t, locale } = useSiteWords()
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <>
      <p>{account.email}</p>
      {account.role === 'admin' && (
        <p>
          <a href="/administration">{t('administration.title')}</a>
        </p>
      )}
      <Name account={account} />
      {account.guest && <Guest />}
      {account.hasPassword && <Password />}
      {openId && !account.connected && (
        <section>
          <h2>{t('account.connect')}</h2>
          <p>{t('account.connectText')}</p>
          <a className="ink-button site-button" href={openIdPath('/account')}>
            {t('account.connect')}
          </a>
        </section>
      )}
      <section>
        <h2>{t('account.devices')}</h2>
        <Devices locale={locale} api={api} onProblem={setProblem} />
        {problem && <p role="alert">{problem}</p>}
      </section>
      <section>
        <h2>{t('account.data')}</h2>
        <p>{t('account.dataText')}</p>
        <a className="ink-button site-button" href={dataPath} download>
          {t('account.download')}
        </a>
      </section>
      <DeleteAccount account={account} />
    </>
  )
}

function Name({ account }: { readonly account: Account }) {
  const { t } = useSiteWords()
  const [saved, setSaved] = useState(false)
  const send = async (fields: FormData) => {
    setSaved(false)
    await api.changeMe({ name: textOf(fields, 'name') })
    setSaved(true)
  }
  return (
    <section>
      <Form submit={t('account.save')} onSubmit={send}>
        <Field
          label={t('account.name')}
          name="name"
          autoComplete="name"
          maxLength={limits.maxNameLength}
          defaultValue={account.name}
        />
        <p role="status" className="site-hint">
          {saved && t('account.saved')}
        </p>
      </Form>
    </section>
  )
}

function Password() {
  const { t } = useSiteWords()
  const [round, setRound] = useState(0)
  const send = async (fields: FormData) => {
    await accountApi.changePassword(textOf(fields, 'current'), textOf(fields, 'password'))
    setRound(round + 1)
  }
  return (
    <section>
      <h2>{t('account.changePassword')}</h2>
      <p role="status">{round > 0 ? t('account.passwordChanged') : t('account.passwordText')}</p>
      <Form key={round} submit={t('account.changePassword')} onSubmit={send}>
        <Field label={t('account.current')} name="current" type="password" autoComplete="current-password" />
        <NewPassword label={t('password.new')} />
      </Form>
    </section>
  )
}

/** Offers to undo that the account took over the boards of this browser's guest. */
function Guest() {
  const { t } = useSiteWords()
  const undo = async () => {
    await accountApi.unlinkGuest()
    location.replace('/')
  }
  return (
    <section>
      <h2>{t('account.guest')}</h2>
      <p>{t('account.guestText')}</p>
      <Form submit={t('account.guestUndo')} onSubmit={undo}>
        {null}
      </Form>
    </section>
  )
}
