import type { BoardId, DeviceId, LinkId, PrincipalId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import type { Directory } from '../directory.ts'

const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[] as [PrincipalId, PrincipalId]
const hour = 3_600_000

/** The clock of a directory; ms since 1970. */
interface Clock {
  now(): number
  pass(ms: number): void
}

/** The part of the directory's contract about accounts. */
export function describeAccounts(directory: () => Directory, { now, pass }: Clock): void {
  const account = async (email: string | null) => {
    const row = await directory().addAccount(email)
    if (!row) throw new Error(`expected an account for ${email}`)
    return row
  }

  test('the first account administers, and an address has one account, in any case', async () => {
    const [first, second] = [await account('Ann@Example.org'), await account(null)]
    expect([first, second]).toMatchObject([
      { email: 'ann@example.org', role: 'admin', password: null, disabledAt: null, createdAt: 1_000_000 },
      { email: null, role: 'member' },
    ])
    expect(first.principal).toMatch(/^a:[\w-]{22}$/)
    expect(await directory().addAccount('ANN@example.org')).toBeNull()
    expect(await directory().accountOfEmail('ann@EXAMPLE.org')).toEqual(first)
    expect((await directory().accounts()).map(({ principal, name }) => [principal, name])).toEqual(
      [first, second]
        .sort((one, two) => (one.principal < two.principal ? -1 : 1))
        .map(({ principal }) => [principal, null]),
    )
  })

  test('an erased account is nobody’s: its address is free, and the next account does not administer', async () => {
    const { principal } = await account('ann@example.org')
    await directory().changePerson(principal, { name: 'Ann', color: '#111111' }, {})
    const { id } = await directory().create('Harbour', principal)
    await directory().addIdentity({ issuer: 'https://id.example', subject: '7' }, principal)
    await directory().addPasswordLink(principal, 's'.repeat(32), now() + hour)
    await directory().eraseAccount(principal, 'Deleted person')
    expect(await directory().account(principal)).toBeNull()
    expect(await directory().accountOfEmail('ann@example.org')).toBeNull()
    expect(await directory().accountOfIdentity({ issuer: 'https://id.example', subject: '7' })).toBeNull()
    expect(await directory().accountOfPasswordLink('s'.repeat(32))).toBeNull()
    expect([await directory().rightOf(id, principal), await directory().accounts()]).toEqual([null, []])
    expect(await directory().person(principal)).toEqual({ name: 'Deleted person', color: '#111111' })
    expect(await directory().closedAccounts()).toEqual([principal])
    expect(await account('ann@example.org')).toMatchObject({ role: 'member' })
  })

  test('an account is disabled and enabled again', async () => {
    const { principal } = await account('ann@example.org')
    await directory().disableAccount(principal, true)
    expect(await directory().account(principal)).toMatchObject({ disabledAt: 1_000_000 })
    expect(await directory().closedAccounts()).toEqual([principal])
    await directory().disableAccount(principal, false)
    expect([(await directory().account(principal))?.disabledAt, await directory().closedAccounts()]).toEqual([null, []])
  })

  test('a password link is valid once and for a time, and the latest alone', async () => {
    const { principal } = await account('ann@example.org')
    const [first, second] = ['a'.repeat(32), 'b'.repeat(32)]
    await directory().addPasswordLink(principal, first, now() + hour)
    await directory().addPasswordLink(principal, second, now() + hour)
    expect(await directory().accountOfPasswordLink(first)).toBeNull()
    expect(await directory().accountOfPasswordLink(second)).toMatchObject({ principal })
    expect([await directory().usePasswordLink(second), await directory().usePasswordLink(second)]).toEqual([
      true,
      false,
    ])
    await directory().addPasswordLink(principal, first, now() + hour)
    pass(hour)
    expect([await directory().accountOfPasswordLink(first), await directory().usePasswordLink(first)]).toEqual([
      null,
      false,
    ])
  })

  test('an identity is of one issuer', async () => {
    const { principal } = await account(null)
    expect(await directory().hasIdentity(principal)).toBe(false)
    await directory().addIdentity({ issuer: 'https://id.example', subject: '7' }, principal)
    expect(await directory().hasIdentity(principal)).toBe(true)
    expect(await directory().accountOfIdentity({ issuer: 'https://id.example', subject: '7' })).toMatchObject({
      principal,
    })
    expect(await directory().accountOfIdentity({ issuer: 'https://other.example', subject: '7' })).toBeNull()
    await expect(directory().addIdentity({ issuer: 'https://id.example', subject: '7' }, principal)).rejects.toThrow()
  })

  test('boards that nobody else owns are listed, those in the trash included', async () => {
    const { principal } = await account('ann@example.org')
    const [alone, shared, trashed] = [
      await directory().create('Harbour', principal),
      await directory().create('Quay', principal),
      await directory().create('Pier', principal),
    ]
    const link = await directory().addLink(shared.id, 'owner', null)
    await directory().grant(shared.id, bob, link.id, 'owner')
    await directory().remove(trashed.id)
    const titles = (await directory().boardsOwnedAlone(principal)).map(({ title }) => title)
    expect([alone.id.length, titles.sort()]).toEqual([16, ['Harbour', 'Pier']])
  })

  test('boards without an owner who can be asked are listed', async () => {
    const { principal } = await account('ann@example.org')
    const [mine, guests, nobodys] = [
      await directory().create('Harbour', principal),
      await directory().create('Quay', ann),
      await directory().create('Pier', null),
    ]
    const titles = async () => (await directory().unownedBoards()).map(({ title }) => title).sort()
    expect([guests.id.length, await titles()]).toEqual([16, ['Pier']])
    await directory().disableAccount(principal, true)
    expect(await titles()).toEqual(['Harbour', 'Pier'])
    await directory().disableAccount(principal, false)
    await directory().eraseAccount(principal, 'Deleted person')
    await directory().remove(nobodys.id)
    expect((await directory().unownedBoards()).map(({ id }) => id)).toEqual([mine.id])
  })

  describe('of a guest who signs in', () => {
    const device = 'd'.repeat(22) as DeviceId
    const rightsOf = async (principal: PrincipalId) =>
      (await directory().boardsOf(principal)).map(({ title, role }) => `${title}: ${role}`).sort()

    test('has its boards and name, and gives them back', async () => {
      const { principal } = await account('ann@example.org')
      await directory().create('Harbour', ann)
      await directory().changePerson(ann, { name: 'Ann', color: '#111111' }, {})
      await directory().linkGuest({ guest: ann, account: principal, device })
      expect([await rightsOf(ann), await rightsOf(principal)]).toEqual([[], ['Harbour: owner']])
      expect(await directory().person(principal)).toEqual({ name: 'Ann', color: '#111111' })
      expect(await directory().linkedGuests()).toEqual([{ guest: ann, account: principal, device }])
      await directory().unlinkGuest(ann)
      expect([await rightsOf(ann), await rightsOf(principal)]).toEqual([['Harbour: owner'], []])
      expect(await directory().linkedGuests()).toEqual([])
    })

    test('keeps its own name, and is linked once', async () => {
      const [{ principal }, other] = [await account('ann@example.org'), await account('bob@example.org')]
      await directory().changePerson(principal, { name: 'Ann', color: '#111111' }, {})
      await directory().changePerson(bob, { name: 'Bob', color: '#222222' }, {})
      await directory().linkGuest({ guest: bob, account: principal, device })
      expect(await directory().person(principal)).toEqual({ name: 'Ann', color: '#111111' })
      await expect(directory().linkGuest({ guest: bob, account: other.principal, device })).rejects.toThrow()
    })

    test('gets the stronger of two roles that one link gave, and each of two guests gets its own role back', async () => {
      const { principal } = await account('ann@example.org')
      const { id } = await directory().create('Harbour', null)
      const link = (await directory().addLink(id, 'owner', null)).id
      await directory().grant(id, principal, link, 'commenter')
      await directory().grant(id, ann, link, 'editor')
      await directory().grant(id, bob, link, 'owner')
      const roles = async () => [await rightsOf(principal), await rightsOf(ann), await rightsOf(bob)]
      await directory().linkGuest({ guest: ann, account: principal, device })
      await directory().linkGuest({ guest: bob, account: principal, device })
      expect(await roles()).toEqual([['Harbour: owner'], [], []])
      await directory().unlinkGuest(bob)
      expect(await roles()).toEqual([['Harbour: editor'], [], ['Harbour: owner']])
      await directory().unlinkGuest(ann)
      expect(await roles()).toEqual([['Harbour: commenter'], ['Harbour: editor'], ['Harbour: owner']])
    })

    test('brings the role that an owner set, and stays blocked except on its own board', async () => {
      const { principal } = await account('ann@example.org')
      const { id } = await directory().create('Harbour', principal)
      const other = await directory().create('Quay', null)
      for (const board of [id, other.id]) {
        const link = (await directory().addLink(board, 'editor', null)).id
        for (const guest of [ann, bob]) await directory().grant(board, guest, link, 'editor')
      }
      await directory().setRole(other.id, ann, 'viewer')
      await directory().setRole(id, ann, 'viewer')
      await directory().linkGuest({ guest: ann, account: principal, device })
      expect(await rightsOf(principal)).toEqual(['Harbour: owner', 'Quay: viewer'])
      for (const board of [id, other.id]) await directory().blockPerson(board, bob, true)
      await directory().linkGuest({ guest: bob, account: principal, device })
      expect(await rightsOf(principal)).toEqual(['Harbour: owner'])
    })

    test.each([
      ['removed', (board: BoardId, account: PrincipalId) => directory().removePerson(board, account), []],
      ['blocked', (board: BoardId, account: PrincipalId) => directory().blockPerson(board, account, true), []],
      [
        'a viewer',
        (board: BoardId, account: PrincipalId) => directory().setRole(board, account, 'viewer'),
        ['Harbour: viewer'],
      ],
    ] as const)('gets no more back after the account was %s', async (_, change, expected) => {
      const { principal } = await account('ann@example.org')
      const { id } = await directory().create('Harbour', null)
      const link = (await directory().addLink(id, 'editor', null)).id
      await directory().grant(id, ann, link, 'editor')
      await directory().linkGuest({ guest: ann, account: principal, device })
      await change(id, principal)
      await directory().unlinkGuest(ann)
      expect(await rightsOf(ann)).toEqual(expected)
    })

    test('brings its stars and folders', async () => {
      const { principal } = await account('ann@example.org')
      const { id } = await directory().create('Harbour', ann)
      const folder = await directory().addFolder(ann, { name: 'Work', parent: null })
      if (typeof folder === 'string') throw new Error(folder)
      await directory().mark(ann, id, { starred: true, folder: folder.id })
      await directory().linkGuest({ guest: ann, account: principal, device })
      expect(await directory().listed(principal)).toMatchObject([{ id, starred: true, folder: folder.id }])
      expect(await directory().folders(principal)).toEqual([folder])
    })

    test('gives back nothing that it has lost meanwhile', async () => {
      const { principal } = await account('ann@example.org')
      const [kept, lost] = [await directory().create('Harbour', null), await directory().create('Quay', null)]
      const links = [
        await directory().addLink(kept.id, 'editor', null),
        await directory().addLink(lost.id, 'editor', null),
      ]
      await directory().grant(kept.id, ann, links[0]?.id as LinkId, 'editor')
      await directory().grant(lost.id, ann, links[1]?.id as LinkId, 'editor')
      await directory().linkGuest({ guest: ann, account: principal, device })
      await directory().grant(kept.id, principal, links[0]?.id as LinkId, 'viewer')
      await directory().remove(lost.id)
      await directory().purge(lost.id)
      await directory().unlinkGuest(ann)
      expect([await rightsOf(principal), await rightsOf(ann)]).toEqual([[], ['Harbour: viewer']])
    })
  })
}
