import { expect } from '@playwright/test'
import { createBoard, drag, open, saved, wave } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Content written by others never runs in a page, and other sites cannot act through a page. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

test('every page has a policy with a nonce: only our scripts, no embedding, nothing sent elsewhere', async () => {
  const board = await createBoard(server)
  const nonces: string[] = []
  const rules = ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"]
  const sources = ["connect-src 'self'", "img-src 'self' blob: data:"]
  for (const path of ['/', `/b/${board.id}`, '/nothing-here']) {
    const { headers } = await fetch(server.url + path)
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of [...rules, ...sources]) expect(policy.split('; '), path).toContain(rule)
    const scripts = policy.split('; ').find((rule) => rule.startsWith('script-src ')) ?? ''
    expect(scripts, path).not.toMatch(/'unsafe-inline'|'unsafe-eval'/)
    nonces.push(/'nonce-([^']+)'/.exec(scripts)?.[1] ?? 'none')
    expect(headers.get('referrer-policy'), path).toBe('no-referrer')
  }
  expect(new Set(nonces).size).toBe(3)
})

const payloads = [
  '<img src=x onerror="globalThis.acted=1">',
  '<svg onload="globalThis.acted=1">',
  '"><script>globalThis.acted=1</script>',
  'javascript:globalThis.acted=1',
  '{{constructor.constructor("globalThis.acted=1")()}}',
]

test('names, titles and shapes that look like code are shown as text, and no policy is violated', async ({
  browser,
}) => {
  const board = await createBoard(server, { title: payloads[0] ?? '' })
  const context = await browser.newContext()
  await context.addInitScript(() => {
    const broken: string[] = []
    Object.assign(globalThis, { broken })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => broken.push(violatedDirective))
  })
  const [page, other] = [await open(context, server, board, 'owner'), await open(browser, server, board)]
  for (const name of payloads) {
    const status = await other.evaluate(async (name) => {
      const headers = { 'Content-Type': 'application/json' }
      return (await fetch('/api/me', { method: 'PATCH', headers, body: JSON.stringify({ name }) })).status
    }, name)
    expect(status).toBe(200)
    await other.mouse.move(400, 400, { steps: 3 })
    const shown = page.getByRole('list', { name: 'People on this board' }).getByText(name.slice(0, 40).trim())
    await expect(shown).toHaveCount(1)
  }
  await drag(other, wave(300, 300))
  await saved(other)
  for (const name of ['Export…', 'Keyboard shortcuts']) {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  const seen = await page.evaluate(() => {
    const { broken, acted } = globalThis as unknown as { broken: string[]; acted?: number }
    return { broken, acted: acted ?? 0 }
  })
  expect(seen).toEqual({ broken: [], acted: 0 })
})
