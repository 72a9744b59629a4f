'use client'

import { describeProblem } from '@inkbridge/react/problems'
import type { Member, UnownedBoards } from '@inkbridge/types'
import { useCallback, useEffect, useState } from 'react'
import { Field, Form, textOf } from '../account/Form.tsx'
import { Sheet } from '../account/Sheet.tsx'
import { useSiteWords } from '../locale/site-words.tsx'
import { administrationApi } from './administration-api.ts'

/** A link to set a password, and whose. */
interface Shown {
  readonly name: string
  readonly url: string
}

/** People with an account, and boards whose owners are gone; for administrators. */
export function Administration() {
  const { t, locale } = useSiteWords()
  const [people, setPeople] = useState<readonly Member[]>([])
  const [boards, setBoards] = useState<UnownedBoards['boards']>([])
  const [link, setLink] = useState<Shown | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const load = useCallback(async () => {
    const [members, unowned] = [await administrationApi.people(), await administrationApi.unowned()]
    setPeople(members.people)
    setBoards(unowned.boards)
  }, [])
  const attempt = useCallback(
    (work: Promise<unknown>) => {
      setProblem(null)
      work.then(load).catch((error: unknown) => describeProblem(error, locale).then(setProblem))
    },
    [load, locale],
  )
  useEffect(() => attempt(Promise.resolve()), [attempt])
  const show = (name: string, { url }: { readonly url: string }) =>
    setLink({ name, url: new URL(url, location.origin).href })
  const invite = async (fields: FormData) => {
    const email = textOf(fields, 'email')
    show(email, await administrationApi.invite(email))
    await load()
  }
  return (
    <Sheet title={t('administration.title')}>
      {problem && (
        <p role="alert" className="site-note">
          {problem}
        </p>
      )}
      <section>
        <h2>{t('administration.people')}</h2>
        <ul className="site-people">
          {people.map((member) => (
            <Person
              key={member.id}
              member={member}
              onReset={() =>
                attempt(administrationApi.reset(member).then((made) => show(member.email ?? member.name, made)))
              }
              onDisable={() => attempt(administrationApi.disable(member, !member.disabled))}
            />
          ))}
        </ul>
        <Form submit={t('administration.invite')} onSubmit={invite}>
          <Field label={t('account.email')} name="email" type="email" autoComplete="off" />
        </Form>
        {link && (
          <label className="site-field site-link">
            <span role="status">{t('administration.link', { name: link.name })}</span>
            <input className="ink-input" readOnly value={link.url} onFocus={(event) => event.currentTarget.select()} />
          </label>
        )}
      </section>
      <section>
        <h2>{t('administration.boards')}</h2>
        <p>{boards.length > 0 ? t('administration.boardsText') : t('administration.noBoards')}</p>
        <ul className="site-people">
          {boards.map(({ id, title }) => (
            <li key={id}>
              <span>{title}</span>
              <button
                type="button"
                className="ink-button"
                aria-label={t('administration.takeOverNamed', { title })}
                onClick={() => attempt(administrationApi.takeOver(id))}
              >
                {t('administration.takeOver')}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </Sheet>
  )
}

interface PersonProps {
  readonly member: Member
  onReset(): void
  onDisable(): void
}

function Person({ member, onReset, onDisable }: PersonProps) {
  const { t } = useSiteWords()
  const { name, email, role, disabled, hasPassword } = member
  const marks = [
    ...(role === 'admin' ? [t('administration.administrator')] : []),
    ...(disabled ? [t('administration.disabled')] : []),
    ...(hasPassword ? [] : [t('administration.noPassword')]),
  ]
  return (
    <li>
      <span>
        {name}
        <small>{[email, ...marks].filter(Boolean).join(' · ')}</small>
      </span>
      <button
        type="button"
        className="ink-button"
        aria-label={t('administration.resetNamed', { name })}
        onClick={onReset}
      >
        {t('administration.reset')}
      </button>
      {role !== 'admin' && (
        <button
          type="button"
          className="ink-button"
          aria-label={t(disabled ? 'administration.enableNamed' : 'administration.disableNamed', { name })}
          onClick={onDisable}
        >
          {t(disabled ? 'administration.enable' : 'administration.disable')}
        </button>
      )}
    </li>
  )
}
