'use client'

import { Api } from '@inkbridge/react/api'
import { describeProblem } from '@inkbridge/react/problems'
import { isGuest, type LinkedAccount, limits } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { useSiteWords } from '../../locale/site-words.tsx'
import { accountApi } from '../account-api.ts'
import { Field, Form, NewPassword, textOf } from '../Form.tsx'
import { Sheet } from '../Sheet.tsx'

/** Sets a password by the one-time secret in the fragment, and signs in. */
export function SetPassword() {
  const { t, locale } = useSiteWords()
  const [found, setFound] = useState<(LinkedAccount & { readonly guest: string }) | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    lookUp().then(setFound, (error: unknown) => describeProblem(error, locale).then(setProblem))
  }, [locale])
  const send = async (fields: FormData) => {
    await accountApi.setPassword(
      secretInAddress(),
      textOf(fields, 'password'),
      found?.isNew ? textOf(fields, 'name') : null,
    )
    location.replace('/')
  }
  if (problem) {
    return (
      <Sheet title={t('password.title')}>
        <p role="alert" className="site-note">
          {problem}
        </p>
      </Sheet>
    )
  }
  return (
    <Sheet title={found?.isNew ? t('password.welcome') : t('password.title')}>
      {found && (
        <section>
          <p>{found.email}</p>
          <Form submit={t('password.submit')} onSubmit={send}>
            {/* Tells password managers whose password it is. */}
            <input type="hidden" name="email" autoComplete="username" value={found.email ?? ''} />
            {found.isNew && (
              <Field
                label={t('account.name')}
                name="name"
                autoComplete="name"
                maxLength={limits.maxNameLength}
                defaultValue={found.name ?? found.guest}
              />
            )}
            <NewPassword label={t('password.new')} />
          </Form>
        </section>
      )}
    </Sheet>
  )
}

function secretInAddress(): string {
  return location.hash.slice(1)
}

/** Whose link it is, and the name that this browser's guest would bring. */
async function lookUp(): Promise<LinkedAccount & { readonly guest: string }> {
  const [found, you] = [await accountApi.ofLink(secretInAddress()), await new Api().me()]
  return { ...found, guest: isGuest(you.id) ? you.name : '' }
}
