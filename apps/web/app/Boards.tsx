'use client'

import { call } from '@inkbridge/react/api'
import type { BoardSummary, CreatedBoard, Me, Person } from '@inkbridge/types'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Mark } from './Mark.tsx'

/** The boards of this browser, and how to make one. */
export function Boards() {
  const [boards, setBoards] = useState<readonly BoardSummary[] | null>(null)
  const [you, setYou] = useState<Person | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const report = (error: Error) => setProblem(error.message)
    call<{ boards: readonly BoardSummary[] }>('GET', '/boards').then((answer) => setBoards(answer.boards), report)
    call<Me>('GET', '/me').then((answer) => setYou(answer.you), report)
  }, [])
  const create = () => {
    setProblem(null)
    call<CreatedBoard>('POST', '/boards', {}).then(
      ({ url }) => location.assign(url),
      (error: Error) => setProblem(error.message),
    )
  }
  return (
    <div className="site">
      <header className="site-head">
        <span className="site-name">
          <Mark /> Inkbridge
        </span>
        <span className="site-actions">
          <button type="button" className="site-button" onClick={create}>
            <Plus size={17} strokeWidth={1.75} aria-hidden="true" /> New board
          </button>
          {you && (
            <span className="site-face" style={{ background: you.color }} title={you.name}>
              {you.name
                .split(' ')
                .map((part) => part.charAt(0))
                .join('')
                .slice(0, 2)}
            </span>
          )}
        </span>
      </header>
      <main>
        <h1>Boards</h1>
        {problem && (
          <p role="alert" className="site-problem">
            {problem}
          </p>
        )}
        {boards?.length === 0 && (
          <div className="site-empty">
            <p>No boards yet. Make one, and share its link to draw together.</p>
            <button type="button" className="site-button" onClick={create}>
              <Plus size={17} strokeWidth={1.75} aria-hidden="true" /> New board
            </button>
          </div>
        )}
        <ul className="site-cards">
          {boards?.map((board) => (
            <li key={board.id}>
              <Link className="site-card" href={`/b/${board.id}`} prefetch={false}>
                <span className="site-thumb" aria-hidden="true" />
                <span className="site-card-text">
                  <strong>{board.title}</strong>
                  <span>
                    {board.here > 0
                      ? `${board.here} ${board.here === 1 ? 'person' : 'people'} here now`
                      : ago(board.updatedAt)}
                    {board.role === 'viewer' && ' · view only'}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </main>
    </div>
  )
}

function ago(time: string): string {
  const date = new Date(time)
  const days = Math.floor((startOfDay(new Date()) - startOfDay(date)) / 86_400_000)
  if (days <= 0) return `Today, ${date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })}`
  if (days === 1) return 'Yesterday'
  if (days < 7) return date.toLocaleDateString('en', { weekday: 'long' })
  return date.toLocaleDateString('en', { day: 'numeric', month: 'long', ...(days > 300 ? { year: 'numeric' } : {}) })
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
