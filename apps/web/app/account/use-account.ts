import type { AccountState } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { accountApi } from './account-api.ts'

/** The account of this browser, asked once; null until the server has answered, or if it cannot be reached. */
export function useAccount(): AccountState | null {
  const [state, setState] = useState<AccountState | null>(null)
  useEffect(() => {
    accountApi.state().then(setState, () => setState(null))
  }, [])
  return state
}
