import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAccount } from '@inkbridge/types'
import { createProxyUser } from '../admission/admission.ts'
import { abandon, refuse } from './failure.ts'
import { HttpProblem } from './problem.ts'
import type { ApiParts } from './route.ts'
import { signInHere } from './sign-in.ts'
import { isVisit } from './site.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Signs in whom a trusted proxy names (`AUTH_HEADER`), when they open a page; then the page follows. */
export function createProxySignIn(parts: ApiParts, page: Handle): Handle {
  const proxyUser = createProxyUser(parts.config)

  async function signIn(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const { accounts, identity } = parts
    const account = await accounts.ofProxyUser(name)
    if (!account.ok) return refuse(response, disabled)
    const { principal: guest, device } = identity.ensure(request, response, true)
    await signInHere({ request, response, parts, guest, device, entered: [] }, account.value)
    const [cookie = ''] = String(response.getHeader('Set-Cookie')).split(';', 1)
    // The page is rendered for the account.
    request.headers.cookie = cookie
    page(request, response)
  }

  return (request, response) => {
    const name = isVisit(request) ? proxyUser(request) : null
    const visitor = name === null ? null : parts.identity.read(request)
    if (name === null || (visitor && isAccount(visitor.principal))) return page(request, response)
    signIn(request, response, name).catch((error: unknown) => {
      parts.logger.error({ error: String(error) }, 'somebody whom the proxy names could not be signed in')
      abandon(response)
    })
  }
}

const disabled = new HttpProblem('members', 'This account is disabled. Ask the person who runs this server.')
