import { expect, test } from 'vitest'
import { Passwords, PasswordsBusy } from './passwords.ts'

const passwords = new Passwords()

test('a hash is of its password only, is salted, and says how it was made', async () => {
  const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(other)
  expect(await Promise.all([one, other].map((hash) => passwords.matches('correct horse', hash)))).toEqual([true, true])
  expect(await passwords.matches('correct horsf', one)).toBe(false)
})

test('a letter with an accent is the same on every keyboard', async () => {
  expect(await passwords.matches('cafe\u0301 noir', await passwords.hash('caf\u00e9 noir'))).toBe(true)
})

test.each([null, '', 'x', '$argon2id$v=19$m=19456,t=2,p=1$AAAA', '$2b$10$abcdefghijklmnopqrstuv'])(
  'no password has the hash %j',
  async (hash) => expect(await passwords.matches('correct horse', hash)).toBe(false),
)

test('a password is compared as long without a hash as with one', async () => {
  const hash = await passwords.hash('correct horse')
  const timeOf = async (given: string | null) => {
    const times: number[] = []
    for (let round = 0; round < 7; round += 1) {
      const before = performance.now()
      await passwords.matches('incorrect horse', given)
      times.push(performance.now() - before)
    }
    return Math.min(...times)
  }
  const [known, unknown] = [await timeOf(hash), await timeOf(null)]
  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

test('of many passwords at once two are hashed at a time, and those that would wait too long are refused', async () => {
  const many = new Passwords()
  const results = await Promise.allSettled(Array.from({ length: 70 }, () => many.matches('correct horse', null)))
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(4)
  expect(refused.every((each) => each.status === 'rejected' && each.reason instanceof PasswordsBusy)).toBe(true)
})
