import { request } from '@inkbridge/react/api'
import type { AccountState, LinkedAccount } from '@inkbridge/types'

/** The routes about accounts; all reject with an `ApiProblem`. */
export const accountApi = {
  state: () => request<AccountState>('GET', '/account'),
  signIn: (email: string, password: string) => request<AccountState>('POST', '/sign-in', { email, password }),
  /** Whose password the secret of a link sets. */
  ofLink: (secret: string) => request<LinkedAccount>('POST', '/password-link', { secret }),
  setPassword: (secret: string, password: string, name: string | null) =>
    request<AccountState>('POST', '/password-link/use', { secret, password, ...(name === null ? {} : { name }) }),
  changePassword: (current: string, password: string) =>
    request<AccountState>('POST', '/account/password', { current, password }),
  unlinkGuest: () => request<AccountState>('POST', '/account/unlink'),
  remove: (password: string) => request<void>('POST', '/account/delete', { password }),
}

/** Where everything that the server knows of a person is downloaded. */
export const dataPath = '/api/account/data'

/** Where signing in with the OpenID provider begins; `next`: the path to go to afterwards. */
export function openIdPath(next: string): string {
  return `/sign-in/openid?next=${encodeURIComponent(next)}`
}
