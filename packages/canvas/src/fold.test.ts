import { expect, test } from 'vitest'
import { WordFinder } from './fold.ts'

const matches = (words: string, text: string) =>
  [...new WordFinder(words).in(text)].map(([from, to]) => text.slice(from, to))

test.each([
  ['tete', 'La tête', ['tête']],
  ['tête', 'la TETE', ['TETE']],
  ['tete', 'te\u0302te', ['te\u0302te']],
  ['te\u0302te', 'tête', ['tête']],
  ['strasse', 'Straße, STRASSE', ['Straße', 'STRASSE']],
  ['straße', 'strasse', ['strasse']],
  ['stras', 'Straße', ['Straß']],
  ['sodermalm', 'Södermalm', ['Södermalm']],
  ['oresund', 'Øresund', ['Øresund']],
  ['lodz', 'Łódź', ['Łódź']],
  ['aesop', 'Æsop', ['Æsop']],
  ['istanbul', 'İstanbul', ['İstanbul']],
  ['οδος', 'ΟΔΟΣ οδος', ['ΟΔΟΣ', 'οδος']],
  ['office', 'o\ufb03ce', ['o\ufb03ce']],
  ['カナ', 'かな ｶﾅ', ['かな', 'ｶﾅ']],
  ['1', '１', ['１']],
  ['co op', 'co\u00a0op', ['co\u00a0op']],
  ['cooperate', 'co\u00adoperate', ['co\u00adoperate']],
  ['שלום', 'שָׁלוֹם', ['שָׁלוֹם']],
  ['мои', 'мой', []],
  ['👩‍🚀', 'the 👩‍🚀 flies', ['👩‍🚀']],
])('%s in “%s”', (words, text, pieces) => {
  expect(matches(words, text)).toEqual(pieces)
})

test('positions are those of the original text, also after letters that fold to more or fewer', () => {
  expect([...new WordFinder('end').in('ßßß e\u0301 \u00adthe end, Énd')]).toEqual([
    [12, 15],
    [17, 20],
  ])
})

test('blanks have no matches', () => {
  expect([...new WordFinder('  ').in('a b')]).toEqual([])
})
