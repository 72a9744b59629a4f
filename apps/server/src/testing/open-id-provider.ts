import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A claim of somebody at the provider. */
interface Claims {
  readonly email: string
  readonly email_verified: boolean
  readonly name: string
}

/** A real OpenID provider on this machine, at which everybody signs in as whom they say. */
export interface OpenIdProvider {
  readonly issuer: string
  /** The claims of a person, by the name they sign in with. */
  readonly people: Map<string, Claims>
  close(): Promise<void>
}

export const client = { id: 'inkbridge', secret: 'a secret of the client' } as const

/** `redirectUri`: the only address to which it leads people back. */
export async function startOpenIdProvider(redirectUri: string): Promise<OpenIdProvider> {
  const people = new Map<string, Claims>()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['a key'] },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people.get(id) }),
    }),
  })
  server.on('request', provider.callback())
  return {
    issuer,
    people,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A browser that keeps cookies for each origin, and follows no redirects. */
export class Jar {
  readonly #cookies = new Map<string, Map<string, string>>()

  async get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#send(address, { headers })
  }

  post(address: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(address, { method: 'POST', body: new URLSearchParams(fields) })
  }

  /** The `Cookie` header for an origin. */
  cookiesOf(origin: string): string {
    return [...(this.#cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async #send(address: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(address)
    const headers = { ...(init.headers as Record<string, string>), Cookie: this.cookiesOf(origin) }
    const response = await fetch(address, { ...init, headers, redirect: 'manual' })
    this.take(origin, response)
    return response
  }

  /** Keeps the cookies of an answer. */
  take(origin: string, response: Response): void {
    const kept = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, kept)
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split(/=(.*)/s) ?? []
      if (value === '') kept.delete(name)
      else kept.set(name, value)
    }
  }
}

/** Signs in at the provider; resolves with the address to which it leads back. */
export async function passProvider(jar: Jar, address: string, login: string): Promise<string> {
  const { origin } = new URL(address)
  let at = address
  for (let step = 0; step < 12; step += 1) {
    if (new URL(at).origin !== origin) return at
    const page = await jar.get(at)
    const next = page.headers.get('location')
    if (next) at = new URL(next, at).href
    else {
      const prompt = /name="prompt" value="(\w+)"/.exec(await page.text())?.[1] ?? ''
      const answer = await jar.post(at, { prompt, ...(prompt === 'login' ? { login, password: 'x' } : {}) })
      at = new URL(answer.headers.get('location') ?? '', at).href
    }
  }
  throw new Error(`the provider did not lead back from ${at}`)
}
