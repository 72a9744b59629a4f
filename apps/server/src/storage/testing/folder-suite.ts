import { type FolderId, limits, newBoardId, type PrincipalId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import type { Directory } from '../directory.ts'
import type { FolderRow } from '../folder-rows.ts'

const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[] as [PrincipalId, PrincipalId]

interface Opened {
  readonly directory: Directory
  /** Moves the clock on, ms. */
  tick(ms: number): unknown
}

/** The part of the directory's contract about stars, folders, visits and the trash. */
export function describeFolders(opened: () => Opened): void {
  describe('how people sort boards', () => {
    test('stars and folders are of one person; only what is given changes', async () => {
      const { directory } = opened()
      const { id } = await directory.create('Harbour', ann)
      const link = await directory.addLink(id, 'editor', null)
      await directory.grant(id, bob, link.id, 'editor')
      const folder = await made(directory, ann, 'Work')
      expect(await directory.mark(ann, id, { starred: true })).toEqual({ starred: true, folder: null })
      expect(await directory.mark(ann, id, { folder: folder.id })).toEqual({ starred: true, folder: folder.id })
      expect(await directory.mark(ann, id, {})).toEqual({ starred: true, folder: folder.id })
      expect(await directory.listed(ann)).toEqual([
        {
          id,
          title: 'Harbour',
          role: 'owner',
          createdAt: 1_000_000,
          openedAt: null,
          deletedAt: null,
          starred: true,
          folder: folder.id,
        },
      ])
      expect(await directory.listed(bob)).toMatchObject([{ id, role: 'editor', starred: false, folder: null }])
      expect(await directory.mark(ann, id, { starred: false, folder: null })).toEqual({ starred: false, folder: null })
    })

    test("a board cannot be put into somebody else's folder, or into none that exists", async () => {
      const { directory } = opened()
      const { id } = await directory.create('Harbour', ann)
      const theirs = await made(directory, bob, 'Private')
      const nowhere = 'A'.repeat(12) as FolderId
      for (const folder of [theirs.id, nowhere])
        expect(await directory.mark(ann, id, { folder })).toEqual({ starred: false, folder: null })
    })

    test('a visit is recorded for the person with its time', async () => {
      const { directory, tick } = opened()
      const { id } = await directory.create('Harbour', ann)
      await directory.visited(id, ann)
      tick(5)
      await directory.visited(id, ann)
      expect(await directory.listed(ann)).toMatchObject([{ openedAt: 1_000_005 }])
    })

    test('folders are listed by name, renamed, and moved with what is in them', async () => {
      const { directory } = opened()
      const [work, home] = [await made(directory, ann, 'Work'), await made(directory, ann, 'Home')]
      const inner = await made(directory, ann, 'Plans', work.id)
      expect(await directory.folders(ann)).toEqual([home, inner, work])
      expect(await directory.changeFolder(ann, work.id, { name: 'Job', parent: home.id })).toEqual({
        id: work.id,
        name: 'Job',
        parent: home.id,
      })
      expect(await directory.folders(ann)).toEqual([home, { ...work, name: 'Job', parent: home.id }, inner])
      expect(await directory.folders(bob)).toEqual([])
    })

    test('a folder moves neither into itself, nor into its own contents, nor too deep', async () => {
      const { directory } = opened()
      const chain = [await made(directory, ann, 'Level 1')]
      while (chain.length < limits.maxFolderDepth)
        chain.push(await made(directory, ann, `Level ${chain.length + 1}`, chain.at(-1)?.id ?? null))
      const [first, last] = [chain[0] as FolderRow, chain.at(-1) as FolderRow]
      const before = await directory.folders(ann)
      expect([
        await directory.changeFolder(ann, first.id, { parent: first.id }),
        await directory.changeFolder(ann, first.id, { parent: last.id }),
        await directory.addFolder(ann, { name: 'Too deep', parent: last.id }),
      ]).toEqual(['folder-place', 'folder-place', 'folder-place'])
      expect(await directory.folders(ann)).toEqual(before)
    })

    test('two moves at once cannot put folders into each other', async () => {
      const { directory } = opened()
      const [one, two] = [await made(directory, ann, 'One'), await made(directory, ann, 'Two')]
      const moved = await Promise.all([
        directory.changeFolder(ann, one.id, { parent: two.id }),
        directory.changeFolder(ann, two.id, { parent: one.id }),
      ])
      expect(moved).toEqual([{ ...one, parent: two.id }, 'folder-place'])
    })

    test('nobody changes, fills or deletes a folder of somebody else', async () => {
      const { directory } = opened()
      const { id } = await made(directory, ann, 'Work')
      expect([
        await directory.changeFolder(bob, id, { name: 'Mine' }),
        await directory.addFolder(bob, { name: 'Inside', parent: id }),
        await directory.removeFolder(bob, id),
      ]).toEqual(['no-folder', 'no-folder', false])
      expect(await directory.folders(ann)).toEqual([{ id, name: 'Work', parent: null }])
    })

    test('when a folder is deleted, its boards and folders move to the one around it', async () => {
      const { directory } = opened()
      const outer = await made(directory, ann, 'Outer')
      const middle = await made(directory, ann, 'Middle', outer.id)
      const inner = await made(directory, ann, 'Inner', middle.id)
      const { id } = await directory.create('Harbour', ann)
      await directory.mark(ann, id, { folder: middle.id })
      expect(await directory.removeFolder(ann, middle.id)).toBe(true)
      expect(await directory.folders(ann)).toEqual([{ ...inner, parent: outer.id }, outer])
      expect(await directory.listed(ann)).toMatchObject([{ folder: outer.id }])
    })

    test('a person has a limited number of folders', async () => {
      const { directory } = opened()
      for (let made = 0; made < limits.maxFolders; made += 1)
        await directory.addFolder(ann, { name: `Folder ${made}`, parent: null })
      expect(await directory.addFolder(ann, { name: 'One more', parent: null })).toBe('too-many-folders')
      expect(await directory.folders(ann)).toHaveLength(limits.maxFolders)
      expect(await made(directory, bob, 'First')).toMatchObject({ name: 'First' })
    })

    test('a board in the trash is listed for its owner only; deleted for good, it can only be purged', async () => {
      const { directory, tick } = opened()
      const { id } = await directory.create('Harbour', ann)
      const link = await directory.addLink(id, 'editor', null)
      await directory.grant(id, bob, link.id, 'editor')
      await directory.mark(ann, id, { starred: true })
      await directory.remove(id)
      expect([await directory.listed(ann), await directory.listed(bob)]).toMatchObject([
        [{ id, deletedAt: 1_000_000 }],
        [],
      ])
      expect([await directory.discard(id, bob), await directory.discard(newBoardId(), ann)]).toEqual([false, false])
      expect(await directory.discard(id, ann)).toBe(true)
      tick(1)
      await directory.remove(id)
      expect([await directory.restore(id, ann), await directory.discard(id, ann)]).toEqual([false, false])
      expect([await directory.listed(ann), await directory.expired(1)]).toEqual([[], [id]])
      await directory.purge(id)
      expect(await directory.expired(1)).toEqual([])
    })

    test('a board that is not in the trash cannot be deleted for good', async () => {
      const { directory } = opened()
      const { id } = await directory.create('Harbour', ann)
      expect(await directory.discard(id, ann)).toBe(false)
      expect(await directory.board(id)).not.toBeNull()
    })

    test('everybody with a right to a board is known with their strongest role', async () => {
      const { directory } = opened()
      const { id } = await directory.create('Harbour', ann)
      const [viewer, editor] = [
        await directory.addLink(id, 'viewer', null),
        await directory.addLink(id, 'editor', null),
      ]
      await directory.grant(id, bob, viewer.id, 'viewer')
      await directory.grant(id, bob, editor.id, 'editor')
      expect([...(await directory.rolesOn(id))].sort()).toEqual([
        [ann, 'owner'],
        [bob, 'editor'],
      ])
      await directory.revokeLink(id, editor.id)
      expect((await directory.rolesOn(id)).get(bob)).toBe('viewer')
      await directory.remove(id)
      expect([...(await directory.rolesOn(id))]).toEqual([])
    })
  })
}

async function made(
  directory: Directory,
  principal: PrincipalId,
  name: string,
  parent: FolderId | null = null,
): Promise<FolderRow> {
  const folder = await directory.addFolder(principal, { name, parent })
  if (typeof folder === 'string') throw new Error(`expected a folder, got ${folder}`)
  return folder
}
