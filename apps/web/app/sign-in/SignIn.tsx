'use client'

import { parseNextPath } from '@inkbridge/types'
import { useEffect } from 'react'
import { accountApi } from '../account/account-api.ts'
import { Field, Form, textOf } from '../account/Form.tsx'
import { Sheet } from '../account/Sheet.tsx'
import { useAccount } from '../account/use-account.ts'
import { useSiteWords } from '../locale/site-words.tsx'

/** Signs in, then goes on to where the person came from. */
export function SignIn() {
  const { t } = useSiteWords()
  const state = useAccount()
  const isSignedIn = state?.account != null
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
        <Form submit={t('signIn.submit')} onSubmit={send}>
          <Field label={t('account.email')} name="email" type="email" autoComplete="username" />
          <Field label={t('account.password')} name="password" type="password" autoComplete="current-password" />
        </Form>
      </section>
      <p className="site-below">{t('signIn.help')}</p>
    </Sheet>
  )
}

/** Opens `next`, a path of our own site, with the fragment that came along: it may be a board's link. */
function goOn(): void {
  location.replace(parseNextPath(new URLSearchParams(location.search).get('next')) + location.hash)
}
