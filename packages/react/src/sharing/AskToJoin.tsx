import { limits, type Person } from '@inkbridge/types'
import { type FormEvent, useEffect, useState } from 'react'
import { problemText, useWords } from '../locale/locale.ts'
import { useOpenBoard } from '../ui/ui.ts'

/** How often the page looks whether it was let in, and how often it asks again, ms. */
const lookMs = 3_000
const askMs = 60_000

/** Asks the owners of a board to let this browser in, and opens the board when they do. */
export function AskToJoin() {
  const { api, board, onRestart } = useOpenBoard()
  const words = useWords()
  const { t } = words
  const [you, setYou] = useState<Person | null>(null)
  const [waits, setWaits] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    api.me().then(setYou, () => undefined)
  }, [api])
  useEffect(() => {
    if (!waits) return
    const look = setInterval(() => void api.board(board).then(onRestart, () => undefined), lookMs)
    const ask = setInterval(() => void api.askToJoin(board).catch(() => undefined), askMs)
    return () => {
      clearInterval(look)
      clearInterval(ask)
    }
  }, [api, board, waits, onRestart])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    try {
      if (name && name !== you?.name) await api.changeMe({ name })
      await api.askToJoin(board)
      setWaits(true)
    } catch (error) {
      setProblem(problemText(error, words))
    }
  }
  if (waits) return <p role="status">{t('join.waiting')}</p>
  if (!you) return null
  return (
    <form className="ink-join" onSubmit={(event) => void submit(event)}>
      <p>{problem ?? t('join.text')}</p>
      <input
        className="ink-input"
        name="name"
        aria-label={t('join.name')}
        placeholder={t('join.name')}
        defaultValue={you.name}
        maxLength={limits.maxNameLength}
        autoComplete="nickname"
      />
      <button type="submit" className="ink-button ink-primary">
        {t('join.ask')}
      </button>
    </form>
  )
}
