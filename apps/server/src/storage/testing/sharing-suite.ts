import type { BoardId, LinkId, PrincipalId } from '@inkbridge/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptEvents } from '../audit-rows.ts'
import type { Directory } from '../directory.ts'
import type { DirectoryUnderTest } from './directory-suite.ts'

const [ann, bob, cleo] = ['g:ann', 'g:bob', 'g:cleo'] as PrincipalId[] as [PrincipalId, PrincipalId, PrincipalId]
const hour = 3_600_000

/** The contract of all implementations of the directory about who may enter a board. `now` is its clock, ms since 1970. */
export function describeSharing(name: string, setup: (now: () => number) => Promise<DirectoryUnderTest>): void {
  describe(name, () => {
    let opened: DirectoryUnderTest
    let directory: Directory
    let board: BoardId
    let clock = 0
    beforeEach(async () => {
      clock = 1_000_000
      opened = await setup(() => clock)
      directory = opened.directory
      board = (await directory.create('Harbour', ann)).id
    })
    afterEach(() => opened.dispose())

    const roleOf = async (principal: PrincipalId) => (await directory.rightOf(board, principal))?.role ?? null
    const join = async (principal: PrincipalId, role: 'viewer' | 'editor' | 'owner' = 'editor') => {
      const { id } = await directory.addLink(board, role, null)
      await directory.grant(board, principal, id, role)
      return id
    }

    test('a link has a name, a password and a number of uses, which can be changed', async () => {
      const terms = { name: 'Class 4b', password: 'a hash', maxUses: 2 }
      const link = await directory.addLink(board, 'editor', clock + hour, terms)
      expect(link).toMatchObject({ ...terms, expiresAt: clock + hour, uses: 0 })
      expect(await directory.linkOf(board, link.secret ?? '')).toEqual({
        ...{ id: link.id, role: 'editor', until: clock + hour },
        ...{ password: 'a hash', maxUses: 2 },
      })
      const change = { name: '', password: null, maxUses: null, expiresAt: null, role: 'viewer' } as const
      expect(await directory.changeLink(board, link.id, change)).toEqual({ ...link, ...change })
      expect(await directory.changeLink(board, link.id, {})).toEqual({ ...link, ...change })
    })

    test('a link is changed through its own board only, and not after it was revoked', async () => {
      const [link, other] = [await directory.addLink(board, 'editor', null), await directory.create('Quay', null)]
      expect(await directory.changeLink(other.id, link.id, { name: 'x' })).toBeNull()
      await directory.revokeLink(board, link.id)
      expect(await directory.changeLink(board, link.id, { name: 'x' })).toBeNull()
      expect((await directory.links(board)).find(({ id }) => id === link.id)).toMatchObject({ name: '' })
    })

    test('a new role of a link is that of everybody who joined by it, and of nobody else', async () => {
      const [link] = [await join(bob), await join(cleo)]
      await directory.changeLink(board, link, { role: 'viewer' })
      expect([await roleOf(bob), await roleOf(cleo), await roleOf(ann)]).toEqual(['viewer', 'editor', 'owner'])
    })

    test('a program’s right ends when its link gets another password, or counts its people', async () => {
      const link = await directory.addLink(board, 'editor', null, { password: 'a hash' })
      const right = { role: 'editor', until: null }
      const rightOf = (password: string | null) => directory.rightOfLink(board, link.id, password)
      expect(await Promise.all([rightOf('a hash'), rightOf('other'), rightOf(null)])).toMatchObject([right, null, null])
      await directory.changeLink(board, link.id, { password: null })
      expect(await Promise.all([rightOf('a hash'), rightOf(null)])).toMatchObject([null, right])
      await directory.changeLink(board, link.id, { maxUses: 9 })
      expect(await rightOf(null)).toBeNull()
    })

    test('exactly as many people join by a link as it allows, also at the same moment; those who did come again', async () => {
      const link = await directory.addLink(board, 'editor', null, { maxUses: 3 })
      const people = Array.from({ length: 20 }, (_, index) => `g:p${index}` as PrincipalId)
      const joined = await Promise.all(people.map((each) => directory.grant(board, each, link.id, 'editor')))
      expect(joined.filter(Boolean)).toHaveLength(3)
      const roles = await Promise.all(people.map(roleOf))
      expect(roles.filter((role) => role === 'editor')).toHaveLength(3)
      const again = await Promise.all(people.map((each) => directory.grant(board, each, link.id, 'editor')))
      expect(again).toEqual(joined)
      expect((await directory.links(board)).find(({ id }) => id === link.id)).toMatchObject({ uses: 3 })
      await directory.changeLink(board, link.id, { maxUses: 1 })
      const fewer = await Promise.all(people.map((each) => directory.grant(board, each, link.id, 'editor')))
      expect(fewer).toEqual(joined)
    })

    test('a person who was removed has joined by the link, and is no second use of it', async () => {
      const link = await directory.addLink(board, 'editor', null, { maxUses: 1 })
      expect(await directory.hasJoined(board, bob, link.id)).toBe(false)
      await directory.grant(board, bob, link.id, 'editor')
      await directory.removePerson(board, bob)
      expect([await roleOf(bob), await directory.hasJoined(board, bob, link.id)]).toEqual([null, true])
      expect(await directory.grant(board, cleo, link.id, 'editor')).toBe(false)
      expect([await directory.grant(board, bob, link.id, 'editor'), await roleOf(bob)]).toEqual([true, 'editor'])
    })

    test('a role that an owner sets counts for any link the person joins by, and ends with the last of them', async () => {
      const link = await join(bob)
      await directory.setRole(board, bob, 'viewer')
      await join(bob, 'owner')
      expect([await roleOf(bob), (await directory.boardsOf(bob))[0]?.role]).toEqual(['viewer', 'viewer'])
      await directory.setRole(board, bob, 'commenter')
      expect(await roleOf(bob)).toBe('commenter')
      for (const { id, role } of await directory.links(board))
        if (id === link || role === 'owner') await directory.revokeLink(board, id)
      expect(await roleOf(bob)).toBeNull()
    })

    test('an owner who was made one stays it when the link they came by is revoked', async () => {
      const link = await join(bob)
      await directory.setRole(board, bob, 'owner')
      await directory.revokeLink(board, link)
      expect(await roleOf(bob)).toBe('owner')
    })

    test('a blocked person has no right, joins by no link and is owner of nothing in the trash, until unblocked', async () => {
      const link = await join(bob, 'owner')
      await directory.blockPerson(board, bob, true)
      expect([await roleOf(bob), await directory.isBlocked(board, bob), await directory.boardsOf(bob)]).toEqual([
        ...[null, true, []],
      ])
      expect(await directory.grant(board, bob, link, 'owner')).toBe(false)
      await directory.remove(board)
      expect(await directory.restore(board, bob)).toBe(false)
      expect(await directory.restore(board, ann)).toBe(true)
      await directory.blockPerson(board, bob, false)
      expect([await roleOf(bob), await directory.isBlocked(board, bob)]).toEqual(['owner', false])
    })

    test('ownership is handed over: the new owner depends on no link, the old one edits, and may not restore it', async () => {
      const link = await join(bob, 'viewer')
      await directory.handOver(board, ann, bob)
      await directory.revokeLink(board, link)
      expect([await roleOf(ann), await roleOf(bob)]).toEqual(['editor', 'owner'])
      await directory.remove(board)
      expect([await directory.restore(board, ann), await directory.restore(board, bob)]).toEqual([false, true])
    })

    test('a person is let in without a link', async () => {
      await directory.letIn(board, bob, 'commenter')
      expect(await directory.rightOf(board, bob)).toEqual({ role: 'commenter', until: null })
      await join(bob, 'editor')
      expect(await roleOf(bob)).toBe('editor')
    })

    test('everybody who may enter is listed once with the role they have, then who is blocked', async () => {
      const link = await join(bob, 'editor')
      await join(bob, 'viewer')
      await join(cleo)
      await directory.blockPerson(board, cleo, true)
      clock += hour
      await directory.seen(board, bob)
      clock += 30_000
      await directory.seen(board, bob)
      expect(await directory.peopleOf(board)).toEqual([
        { principal: ann, role: 'owner', link: null, seenAt: 1_000_000 },
        { principal: bob, role: 'editor', link, seenAt: 1_000_000 + hour },
        { principal: cleo, role: null, link: null, seenAt: null },
      ])
    })

    test('who has no right to a board is not recorded as having opened it', async () => {
      await directory.seen(board, bob)
      await directory.blockPerson(board, bob, true)
      expect((await directory.peopleOf(board)).find(({ principal }) => principal === bob)?.seenAt).toBeNull()
    })

    test('while a board is locked everybody except owners is a viewer, in a browser and as a program', async () => {
      await join(bob)
      const link = await directory.addLink(board, 'editor', null)
      await directory.setLocked(board, true)
      const viewer = { role: 'viewer', until: null, locked: true }
      expect([await directory.rightOf(board, bob), await directory.rightOfLink(board, link.id)]).toEqual([
        viewer,
        viewer,
      ])
      expect(await directory.linkOf(board, link.secret ?? '')).toMatchObject(viewer)
      expect(await directory.rightOf(board, ann)).toEqual({ role: 'owner', until: null, locked: true })
      expect(await directory.isLocked(board)).toBe(true)
      await directory.setLocked(board, false)
      expect([await directory.rightOf(board, bob), await directory.isLocked(board)]).toEqual([
        { role: 'editor', until: null },
        false,
      ])
    })

    test('events of a board are listed from the newest, in parts, and the oldest are dropped', async () => {
      const link = 'A'.repeat(12) as LinkId
      await directory.record(board, { actor: ann, action: 'role-changed', person: bob, role: 'viewer' })
      await directory.record(board, { actor: bob, action: 'joined', link })
      const [last, first] = await directory.auditOf(board, 10)
      const none = { person: null, link: null, role: null }
      expect([last, first]).toEqual([
        { id: last?.id, board, at: clock, actor: bob, action: 'joined', ...none, link },
        { id: first?.id, board, at: clock, actor: ann, action: 'role-changed', ...none, person: bob, role: 'viewer' },
      ])
      expect(await directory.auditOf(board, 1)).toEqual([last])
      expect(await directory.auditOf(board, 10, last?.id)).toEqual([first])
      const other = (await directory.create('Quay', ann)).id
      await directory.record(other, { actor: ann, action: 'locked' })
      for (let event = 0; event < keptEvents; event += 1)
        await directory.record(board, { actor: ann, action: 'locked' })
      expect(await directory.auditOf(board, keptEvents * 2)).toHaveLength(keptEvents)
      expect(await directory.auditOf(other, 10)).toHaveLength(1)
    })

    test('people and events of a board are purged with it', async () => {
      await directory.record(board, { actor: ann, action: 'locked' })
      await directory.blockPerson(board, bob, true)
      await directory.remove(board)
      await directory.purge(board)
      expect([await directory.auditOf(board, 10), await directory.isBlocked(board, bob)]).toEqual([[], false])
    })
  })
}
