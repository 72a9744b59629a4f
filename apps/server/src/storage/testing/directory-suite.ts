import { limits, newBoardId, type PrincipalId } from '@inkbridge/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Directory } from '../directory.ts'
import type { Secrets } from '../secrets.ts'
import { describeAccounts } from './account-suite.ts'
import { describeFolders } from './folder-suite.ts'
import { describeText } from './text-suite.ts'

export interface DirectoryUnderTest {
  readonly directory: Directory
  /** The secrets that seal its links. */
  readonly secrets: Pick<Secrets, 'rotate' | 'dropOldKeys'>
  dispose(): Promise<void>
}

const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[] as [PrincipalId, PrincipalId]
const hour = 3_600_000

/** The contract of all implementations of the directory. `now` is its clock, ms since 1970. */
export function describeDirectory(name: string, setup: (now: () => number) => Promise<DirectoryUnderTest>): void {
  describe(name, () => {
    let opened: DirectoryUnderTest
    let directory: Directory
    let clock = 0
    beforeEach(async () => {
      clock = 1_000_000
      opened = await setup(() => clock)
      directory = opened.directory
    })
    afterEach(() => opened.dispose())

    test('a board that was never created does not exist, and has no links and no rights', async () => {
      const id = newBoardId()
      expect(await directory.board(id)).toBeNull()
      expect(await directory.links(id)).toEqual([])
      expect(await directory.rightOf(id, ann)).toBeNull()
      expect(await directory.linkOf(id, 'n'.repeat(32))).toBeNull()
      expect(await directory.boardsOf(ann)).toEqual([])
    })

    test('a board is created with an owner, an editor and a viewer link', async () => {
      const { id, tokens } = await directory.create('Harbour', ann)
      expect(await directory.board(id)).toMatchObject({ id, title: 'Harbour', createdAt: 1_000_000 })
      const rights = await Promise.all(Object.values(tokens).map((token) => directory.linkOf(id, token)))
      expect(rights).toMatchObject([
        { role: 'owner', until: null },
        { role: 'editor', until: null },
        { role: 'viewer', until: null },
      ])
      expect(new Set(Object.values(tokens)).size).toBe(3)
    })

    test('the guest who creates a board owns it; a board created by a program is owned through its link', async () => {
      const [mine, nobodys] = [await directory.create('Harbour', ann), await directory.create('Quay', null)]
      expect(await directory.rightOf(mine.id, ann)).toEqual({ role: 'owner', until: null })
      expect(await directory.rightOf(mine.id, bob)).toBeNull()
      expect(await directory.rightOf(nobodys.id, ann)).toBeNull()
      expect((await directory.boardsOf(ann)).map(({ id, role }) => [id, role])).toEqual([[mine.id, 'owner']])
    })

    test('all boards are listed, oldest first, without those in the trash', async () => {
      const first = await directory.create('Harbour', ann)
      clock += 1
      const second = await directory.create('Quay', null)
      await directory.remove((await directory.create('Pier', bob)).id)
      expect((await directory.boards()).map(({ id, title }) => [id, title])).toEqual([
        [first.id, 'Harbour'],
        [second.id, 'Quay'],
      ])
    })

    test('a secret opens its own board and no other', async () => {
      const [mine, theirs] = [await directory.create('Harbour', null), await directory.create('Quay', null)]
      expect(await directory.linkOf(mine.id, theirs.tokens.owner)).toBeNull()
      expect(await directory.linkOf(theirs.id, theirs.tokens.owner)).toMatchObject({ role: 'owner' })
      const link = await directory.linkOf(theirs.id, theirs.tokens.owner)
      expect(link && (await directory.rightOfLink(mine.id, link.id))).toBeNull()
    })

    test.each(['', ' ', '%', '_', "' OR 1=1 --", 'x'.repeat(10_000)])('the secret %j opens nothing', async (secret) => {
      const { id } = await directory.create('Harbour', null)
      expect(await directory.linkOf(id, secret)).toBeNull()
    })

    test('a link keeps its secret, so that its owner can copy it again', async () => {
      const { id } = await directory.create('Harbour', null)
      const link = await directory.addLink(id, 'commenter', null)
      expect(link.secret).toMatch(/^[\w-]{32}$/)
      expect((await directory.links(id)).find((each) => each.id === link.id)).toEqual(link)
    })

    test('a revoked link opens nothing, stays in the list, and is revoked once', async () => {
      const { id } = await directory.create('Harbour', null)
      const link = await directory.addLink(id, 'editor', null)
      clock += hour
      expect(await directory.revokeLink(id, link.id)).toMatchObject({ id: link.id, revokedAt: 1_000_000 + hour })
      clock += hour
      expect(await directory.revokeLink(id, link.id)).toMatchObject({ id: link.id, revokedAt: 1_000_000 + hour })
      expect(await directory.linkOf(id, link.secret ?? '')).toBeNull()
      expect(await directory.rightOfLink(id, link.id)).toBeNull()
    })

    test('a link is revoked through its own board only', async () => {
      const [mine, theirs] = [await directory.create('Harbour', null), await directory.create('Quay', null)]
      const link = await directory.addLink(theirs.id, 'editor', null)
      expect(await directory.revokeLink(mine.id, link.id)).toBeNull()
      expect(await directory.linkOf(theirs.id, link.secret ?? '')).toMatchObject({ role: 'editor' })
      expect(await directory.revokeLink(theirs.id, 'no-such-link')).toBeNull()
    })

    test('a link expires exactly at its time, and its right has that time', async () => {
      const { id } = await directory.create('Harbour', null)
      const link = await directory.addLink(id, 'editor', clock + hour)
      expect(await directory.linkOf(id, link.secret ?? '')).toEqual({
        id: link.id,
        role: 'editor',
        until: 1_000_000 + hour,
        password: null,
        maxUses: null,
      })
      clock += hour - 1
      expect(await directory.rightOfLink(id, link.id)).not.toBeNull()
      clock += 1
      expect(await directory.rightOfLink(id, link.id)).toBeNull()
      expect(await directory.linkOf(id, link.secret ?? '')).toBeNull()
    })

    test('the grants of a link end when it is revoked or expires', async () => {
      const { id } = await directory.create('Harbour', null)
      const [revoked, expiring] = [
        await directory.addLink(id, 'editor', null),
        await directory.addLink(id, 'editor', clock + hour),
      ]
      await directory.grant(id, ann, revoked.id, 'editor')
      await directory.grant(id, bob, expiring.id, 'editor')
      expect(await directory.rightOf(id, ann)).toEqual({ role: 'editor', until: null })
      expect(await directory.rightOf(id, bob)).toEqual({ role: 'editor', until: 1_000_000 + hour })
      await directory.revokeLink(id, revoked.id)
      clock += hour
      expect([await directory.rightOf(id, ann), await directory.rightOf(id, bob)]).toEqual([null, null])
      expect([await directory.boardsOf(ann), await directory.boardsOf(bob)]).toEqual([[], []])
    })

    test('of several grants the strongest counts, and the remaining ones when it ends', async () => {
      const { id } = await directory.create('Harbour', null)
      const [viewer, editor] = [
        await directory.addLink(id, 'viewer', null),
        await directory.addLink(id, 'editor', clock + hour),
      ]
      await directory.grant(id, ann, viewer.id, 'viewer')
      await directory.grant(id, ann, editor.id, 'editor')
      await directory.grant(id, ann, editor.id, 'editor')
      expect(await directory.rightOf(id, ann)).toEqual({ role: 'editor', until: 1_000_000 + hour })
      clock += hour
      expect(await directory.rightOf(id, ann)).toEqual({ role: 'viewer', until: null })
      expect(await directory.boardsOf(ann)).toMatchObject([{ id, role: 'viewer' }])
    })

    test('a deleted board does not exist for anybody until its owner restores it unchanged', async () => {
      const { id, tokens } = await directory.create('Harbour', ann)
      const link = await directory.addLink(id, 'editor', null)
      await directory.grant(id, bob, link.id, 'editor')
      await directory.remove(id)
      expect([
        await directory.board(id),
        await directory.rightOf(id, ann),
        await directory.rightOf(id, bob),
        await directory.linkOf(id, tokens.owner),
        await directory.rightOfLink(id, link.id),
      ]).toEqual([null, null, null, null, null])
      expect([await directory.boardsOf(ann), await directory.boardsOf(bob)]).toEqual([[], []])
      expect([await directory.restore(id, bob), await directory.restore(id, ann)]).toEqual([false, true])
      expect([await directory.rightOf(id, ann), await directory.rightOf(id, bob)]).toMatchObject([
        { role: 'owner' },
        { role: 'editor' },
      ])
    })

    test('a board that is not deleted or does not exist cannot be restored', async () => {
      const { id } = await directory.create('Harbour', ann)
      expect([await directory.restore(id, ann), await directory.restore(newBoardId(), ann)]).toEqual([false, false])
    })

    test('an owner through a revoked link cannot restore a board', async () => {
      const { id } = await directory.create('Harbour', null)
      const link = await directory.addLink(id, 'owner', null)
      await directory.grant(id, bob, link.id, 'owner')
      await directory.revokeLink(id, link.id)
      await directory.remove(id)
      expect(await directory.restore(id, bob)).toBe(false)
    })

    test('the boards of a person are listed once each, the newest first', async () => {
      const older = await directory.create('Harbour', ann)
      clock += 1
      const newer = await directory.create('Quay', ann)
      const link = await directory.addLink(older.id, 'viewer', null)
      await directory.grant(older.id, ann, link.id, 'viewer')
      expect(await directory.boardsOf(ann)).toEqual([
        { id: newer.id, title: 'Quay', createdAt: 1_000_001, used: false, role: 'owner' },
        { id: older.id, title: 'Harbour', createdAt: 1_000_000, used: false, role: 'owner' },
      ])
    })

    test('only boards in the trash are purged, completely; their neighbours keep everything', async () => {
      const [gone, kept] = [await directory.create('Harbour', ann), await directory.create('Quay', ann)]
      await directory.remove(gone.id)
      expect([await directory.expired(clock), await directory.expired(clock + 1)]).toEqual([[], [gone.id]])
      await directory.purge(gone.id)
      await directory.purge(kept.id)
      expect(await directory.expired(clock + 1)).toEqual([])
      expect([await directory.restore(gone.id, ann), await directory.links(gone.id)]).toEqual([false, []])
      expect((await directory.boardsOf(ann)).map(({ id }) => id)).toEqual([kept.id])
      expect(await directory.linkOf(kept.id, kept.tokens.viewer)).toMatchObject({ role: 'viewer' })
    })

    test('a person may pass on the link they joined with while the owner allows it and the link never expires', async () => {
      const { id } = await directory.create('Harbour', ann)
      const [forGood, ending] = [
        await directory.addLink(id, 'editor', null),
        await directory.addLink(id, 'editor', clock + hour),
      ]
      await directory.grant(id, bob, ending.id, 'editor')
      expect(await directory.passableLink(id, bob, 'editor')).toBeNull()
      await directory.grant(id, bob, forGood.id, 'editor')
      expect(await directory.passableLink(id, bob, 'editor')).toEqual({ ...forGood, uses: 1 })
      expect(await directory.passableLink(id, bob, 'owner')).toBeNull()
      await directory.revokeLink(id, forGood.id)
      expect(await directory.passableLink(id, bob, 'editor')).toBeNull()
      expect(await directory.isPassable(id)).toBe(true)
      await directory.allowPassing(id, false)
      expect([await directory.isPassable(id), await directory.isPassable(newBoardId())]).toEqual([false, false])
    })

    describeFolders(() => ({ directory, tick: (ms) => (clock += ms) }))
    describeText(() => directory)

    test('resealed links can be read with the newest key alone', async () => {
      const { id, tokens } = await directory.create('Harbour', ann)
      opened.secrets.rotate()
      expect(await directory.reseal()).toBe(3)
      opened.secrets.dropOldKeys()
      const secrets = (await directory.links(id)).map(({ secret }) => secret)
      expect(new Set(secrets)).toEqual(new Set(Object.values(tokens)))
    })

    test('a title can be changed, and is cut to the maximum length', async () => {
      const { id } = await directory.create('x'.repeat(500), null)
      expect((await directory.board(id))?.title).toHaveLength(limits.maxTitleLength)
      await directory.rename(id, "Robert'); DROP TABLE boards;--")
      expect((await directory.board(id))?.title).toBe("Robert'); DROP TABLE boards;--")
    })

    test('a person is stored at the first change, and only the given fields change', async () => {
      expect(await directory.person(ann)).toBeNull()
      const before = { name: 'Calm Fox', color: '#111111' }
      await directory.changePerson(ann, before, { name: 'Ann' })
      expect(await directory.person(ann)).toEqual({ name: 'Ann', color: '#111111' })
      await directory.changePerson(ann, before, { color: '#222222' })
      await directory.changePerson(ann, before, {})
      expect(await directory.person(ann)).toEqual({ name: 'Ann', color: '#222222' })
      expect(await directory.person(bob)).toBeNull()
    })

    describe('accounts', () =>
      describeAccounts(() => directory, {
        now: () => clock,
        pass: (ms) => {
          clock += ms
        },
      }))
  })
}
