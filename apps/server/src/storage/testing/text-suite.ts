import type { BoardId, PrincipalId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import type { Directory } from '../directory.ts'

const [ann, bob] = ['g:ann', 'g:bob'] as PrincipalId[] as [PrincipalId, PrincipalId]

/** The part of the directory's contract about searching the text of boards. */
export function describeText(opened: () => Directory): void {
  describe('the text of boards', () => {
    async function board(text: string, owner: PrincipalId = ann): Promise<BoardId> {
      const { id } = await opened().create('Harbour', owner)
      await opened().indexText(id, text, 5)
      return id
    }

    async function found(words: string, principal: PrincipalId = ann): Promise<readonly string[]> {
      return (await opened().searchText(principal, words, 10)).map(({ snippet: { text, matches } }) =>
        matches
          .toReversed()
          .reduce((all, [from, to]) => `${all.slice(0, from)}[${all.slice(from, to)}]${all.slice(to)}`, text),
      )
    }

    test.each([
      ['a word', 'The lighthouse keeper', 'keeper', 'The lighthouse [keeper]'],
      ['the beginning of a word', 'The lighthouse keeper', 'light', 'The [lighthouse] keeper'],
      ['words in any order', 'The lighthouse keeper', 'keeper lighthouse', 'The [lighthouse] [keeper]'],
      ['upper and lower case', 'GROSSE Pläne', 'grosse', '[GROSSE] Pläne'],
      ['a word without its accent', 'une tête d’épingle', 'tete', 'une [tête] d’épingle'],
      ['a word with an accent that the text lacks', 'une tete', 'tête', 'une [tete]'],
      ['decomposed accents', 'une te\u0302te', 'tête', 'une [tête]'],
      ['ss for ß', 'Lange Straße', 'strasse', 'Lange [Straße]'],
      ['ß for ss', 'Lange Strasse', 'Straße', 'Lange [Strasse]'],
      ['two characters within a Chinese sentence', '我们明天讨论白板设计', '白板', '我们明天讨论[白板]设计'],
      ['one character', '我们明天讨论白板设计', '天', '我们明[天]讨论白板设计'],
      ['Japanese', '会議のホワイトボード', 'ホワイト', '会議の[ホワイト]ボード'],
      ['Korean', '화이트보드를 공유', '화이트', '[화이트보드를] 공유'],
      ['Thai', 'กระดานไวท์บอร์ด', 'ไวท์', 'กระดาน[ไวท์]บอร์ด'],
      ['Russian', 'Встреча завтра', 'встреч', '[Встреча] завтра'],
      ['Arabic', 'اجتماع الفريق غدا', 'الفريق', 'اجتماع [الفريق] غدا'],
      ['a number', 'Budget 2026: 4,500', '2026', 'Budget [2026]: 4,500'],
      ['full-width letters', 'ＷＢＯ board', 'wbo', '[WBO] board'],
    ])('%s is found', async (_, text, words, snippet) => {
      await board(text)
      expect(await found(words)).toEqual([snippet])
    })

    test('a board is found only if it has all words, in this order where characters are words', async () => {
      await board('The lighthouse keeper')
      await board('白纸和木板')
      expect([await found('lighthouse harbour'), await found('板白'), await found('house')]).toEqual([[], [], []])
    })

    test.each(['', ' ', '"', '*', '" OR "', 'NEAR(', '^', '-', ':', '( )', "'; DROP TABLE boards;--"])(
      'the search %j finds nothing and does no harm',
      async (words) => {
        await board('The lighthouse keeper')
        expect(await found(words)).toEqual([])
        expect(await found('lighthouse')).toHaveLength(1)
      },
    )

    test.each(['AND', 'OR', 'NOT', 'NEAR', 'text', 'rank'])('%j is searched as a word', async (word) => {
      await board(`Before ${word} after`)
      expect(await found(word)).toEqual([`Before [${word}] after`])
    })

    test('boards are found only by those who may see them, and not in the trash', async () => {
      const directory = opened()
      const id = await board('The lighthouse keeper')
      const { id: link } = await directory.addLink(id, 'viewer', null)
      expect([await found('lighthouse'), await found('lighthouse', bob)]).toMatchObject([[expect.any(String)], []])
      await directory.grant(id, bob, link, 'viewer')
      expect(await found('lighthouse', bob)).toHaveLength(1)
      await directory.revokeLink(id, link)
      expect(await found('lighthouse', bob)).toEqual([])
      await directory.remove(id)
      expect(await found('lighthouse')).toEqual([])
      await directory.restore(id, ann)
      expect(await found('lighthouse')).toHaveLength(1)
    })

    test('newly indexed text replaces the old, and the time of the content is kept', async () => {
      const directory = opened()
      const id = await board('The lighthouse keeper')
      await directory.indexText(id, 'The quay', 9)
      expect([await found('lighthouse'), await found('quay')]).toEqual([[], ['The [quay]']])
      expect([...(await directory.indexedAt())]).toEqual([[id, 9]])
    })

    test('a purged board leaves no text', async () => {
      const directory = opened()
      const id = await board('The lighthouse keeper')
      await directory.remove(id)
      await directory.purge(id)
      expect([...(await directory.indexedAt())]).toEqual([])
      // Its row in the index is free for the next board, which must not be found by the old text.
      await board('The quay')
      expect([await found('lighthouse'), await found('quay')]).toEqual([[], ['The [quay]']])
    })

    test('of a long text, the place around the match is shown, without what could be read as a mark', async () => {
      await board(`${'before '.repeat(500)}\u0002light\u0003house\nkeeper ${'after '.repeat(500)}`)
      const [text = ''] = await found('keeper')
      expect(text).toContain('lighthouse [keeper] after')
      expect(text.length).toBeLessThan(300)
    })
  })
}
