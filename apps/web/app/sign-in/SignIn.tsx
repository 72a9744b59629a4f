'use client'

import { parseNextPath } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { accountApi, openIdPath } from '../account/account-api.ts'
import { Field, Form, textOf } from '../account/Form.tsx'
import { Sheet } from '../account/Sheet.tsx'
import { useAccount } from '../account/use-account.ts'
import { useSiteWords } from '../locale/site-words.tsx'

/** Signs in, then goes on to where the person came from. */
export function SignIn() {
  const { t } = useSiteWords()
  const state = useAccount()
  const isSignedIn = state?.account != null
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => setFailure(failureInAddress()), [])
  useEffect(() => {
    if (isSignedIn) goOn()
  }, [isSignedIn])
  const send = async (fields: FormData) => {
    await accountApi.signIn(textOf(fields, 'email'), textOf(fields, 'password'))
    goOn()
  }
  return (
    <Sheet title={t('signIn.title')}>
      <section>
        <p>{t('signIn.keeps')}</p>
        {failure && (
          <p role="alert" className="site-note">
            {t(failure)}
          </p>
        )}
        {state?.signIn.openId && (
          <p>
            <a className="ink-button ink-primary site-button" href={openIdPath(nextPath())}>
              {t('signIn.openId')}
            </a>
          </p>
        )}
        <Form submit={t('signIn.submit')} onSubmit={send}>
          <Field label={t('account.email')} name="email" type="email" autoComplete="username" />
          <Field label={t('account.password')} name="password" type="password" autoComplete="current-password" />
        </Form>
      </section>
      <p className="site-below">{t('signIn.help')}</p>
    </Sheet>
  )
}

type Failure = 'signIn.failed' | 'signIn.taken'

/** Why the provider led back here without a sign-in. */
function failureInAddress(): Failure | null {
  const failed = new URLSearchParams(location.search).get('failed')
  return failed === null ? null : failed === 'taken' ? 'signIn.taken' : 'signIn.failed'
}

/** Opens the page the person came from, with the fragment that came along: it may be a board's link. */
function goOn(): void {
  location.replace(nextPath() + location.hash)
}

function nextPath(): string {
  return parseNextPath(new URLSearchParams(location.search).get('next'))
}
