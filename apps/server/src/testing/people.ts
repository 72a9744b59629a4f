import type { Role } from '@inkbridge/types'
import { type Browser, openBrowser, type Reply } from './client.ts'
import type { TestServer } from './server.ts'

/** A password that a test may use for everybody. */
export const goodPassword = 'correct horse'

/** Creates an account with a password; the first one administers. Resolves with its e-mail address. */
export async function addAccount(server: TestServer, name: string): Promise<string> {
  const email = `${name.toLowerCase()}@example.org`
  const account = await server.accounts.add({ email, name })
  if (!account) throw new Error(`${email} has an account already`)
  const { secret } = await server.accounts.linkFor(account)
  await server.accounts.useLink(secret, goodPassword, null)
  return email
}

/** Signs a browser in; rejects when that is refused. */
export async function signIn(browser: Browser, email: string, password = goodPassword): Promise<Reply> {
  const reply = await trySignIn(browser, email, password)
  if (reply.status !== 200) throw new Error(`expected to sign in, got ${reply.status}: ${reply.text}`)
  return reply
}

export function trySignIn(browser: Browser, email: string, password: string): Promise<Reply> {
  return browser.send('/api/sign-in', { method: 'POST', json: { email, password } })
}

/** A browser that is signed in with a new account of this name. */
export async function signedIn(server: TestServer, name: string): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  await signIn(browser, await addAccount(server, name))
  return browser
}

/** The id and name of the person in a browser. */
export async function youIn(browser: Browser): Promise<{ readonly id: string; readonly name: string }> {
  return ((await browser.send('/api/me')).json as { you: { id: string; name: string } }).you
}

/** Titles and roles of the boards in a browser. */
export async function boardsIn(browser: Browser): Promise<readonly (readonly [title: string, role: Role])[]> {
  const { boards } = (await browser.send('/api/boards')).json as { boards: { title: string; role: Role }[] }
  return boards.map(({ title, role }) => [title, role] as const).sort()
}
