import { Api, ApiProblem } from '@inkbridge/react/api'
import type { BoardId } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import type { LinkSecret } from './link-secret.ts'

/** The delay before an unreachable server is asked again, ms. */
const retryMs = 3_000

/** Uses the secret of a link, if there is one: this browser gets its permission. */
export function useJoin(board: BoardId, secret: LinkSecret, locale: string, unreachable: string) {
  const [joined, setJoined] = useState(secret.value === null)
  const [problem, setProblem] = useState<string | null>(null)
  // Another object for each try, also with the same text.
  const [password, setPassword] = useState<{ readonly text: string } | null>(null)
  /** Whether the page asks for the password of the link, and for another one. */
  const [asks, setAsks] = useState<'password' | 'again' | null>(null)
  useEffect(() => {
    if (secret.value === null || !keepsCookies()) return
    return join(board, secret.value, password?.text, {
      joined() {
        secret.drop()
        setAsks(null)
        setProblem(null)
        setJoined(true)
      },
      failed(error) {
        const needsPassword = error.code === 'password-needed'
        setAsks(needsPassword ? (password ? 'again' : 'password') : null)
        if (needsPassword) return setProblem(null)
        // Until a server answers that it is invalid the link is kept, also through a reload.
        if (error.status === 404 || error.code === 'link-used-up') secret.drop()
        if (error.status === 0) setProblem(unreachable)
        else void describe(error, locale).then(setProblem)
      },
    })
  }, [board, secret, password, locale, unreachable])
  return { joined, problem, asks, setAsks, password, setPassword }
}

/** During server rendering it is assumed to be online. */
export function keepsCookies(): boolean {
  return globalThis.navigator?.cookieEnabled ?? true
}

async function describe(error: ApiProblem, locale: string): Promise<string> {
  const { describeProblem } = await import('@inkbridge/react/problems')
  return describeProblem(error, locale)
}

interface Joining {
  joined(): void
  failed(error: ApiProblem): void
}

/** Exchanges a link's secret for a permission of this browser; retries while the server is unreachable. */
function join(board: BoardId, secret: string, password: string | undefined, { joined, failed }: Joining): () => void {
  let here = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const attempt = () => {
    clearTimeout(timer)
    new Api().join(board, secret, password).then(
      () => {
        if (here) joined()
      },
      (error: unknown) => {
        if (!here || !(error instanceof ApiProblem)) return
        failed(error)
        if (error.status === 0 || error.status === 429 || error.status >= 500) timer = setTimeout(attempt, retryMs)
      },
    )
  }
  attempt()
  return () => {
    here = false
    clearTimeout(timer)
  }
}
