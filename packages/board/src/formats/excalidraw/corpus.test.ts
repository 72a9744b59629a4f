import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from '../../board.ts'
import { boardWith, exported, readContext } from '../testing/boards.ts'
import { excalidrawReader, excalidrawWriter, type LibraryItem, readLibrary, writeLibrary } from './excalidraw.ts'
import { isRaw, listIn, type Raw, rawOf, valueIn } from './raw.ts'
import { parseObject } from './scene-json.ts'

/** Drawings of people, in a folder outside of the project. */
const folder = process.env.INKBRIDGE_CORPUS ?? ''
const scenes = join(folder, 'excalidraw')
const filesIn = (group: string): string[] => {
  const path = join(folder, group)
  return folder !== '' && existsSync(path) ? readdirSync(path).sort() : []
}
const names = filesIn('excalidraw')
const contentOf = (text: string): Raw => {
  const parsed = parseObject(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return parsed.value
}

async function writtenAgain(bytes: Uint8Array): Promise<Raw | string> {
  const read = await excalidrawReader.read(
    { name: 'a.excalidraw', type: '', bytes },
    readContext(openBoard(new Y.Doc())),
  )
  if (!read.ok) return read.problem.message
  const board = boardWith(read)
  const { bytes: again } = await excalidrawWriter.write(exported(board, read.value.assets))
  return contentOf(new TextDecoder().decode(again))
}

/** The name and elements of an item, as JSON. */
function elementsOf({ name, imported }: LibraryItem) {
  const kept = imported.edits.flatMap((edit) => (edit.type === 'foreign' && edit.foreign ? [edit.foreign.data] : []))
  return JSON.stringify({ name, elements: kept.map((data) => valueIn(rawOf(data), 'element')) })
}

describe.skipIf(names.length === 0)('drawings of people', () => {
  test.each(names.length > 0 ? names : ['none'])('%s is written as it was read', async (name) => {
    const bytes = readFileSync(join(scenes, name))
    const before = contentOf(new TextDecoder().decode(bytes))
    const after = await writtenAgain(bytes)
    if (typeof after === 'string') return expect(after).toMatch(/Mermaid.*Nothing was changed\.$/)
    if (valueIn(before, 'type') !== 'excalidraw') return expect(listIn(after, 'elements').length).toBeGreaterThan(2)
    expect(after.elements).toEqual(listIn(before, 'elements').filter(isRaw))
    expect(after.appState ?? null).toEqual(before.appState ?? expect.anything())
  })

  test.each(filesIn('excalidrawlib'))('%s is read item by item, or refused', async (name) => {
    const bytes = readFileSync(join(folder, 'excalidrawlib', name))
    const read = await readLibrary({ name, type: '', bytes }, readContext(openBoard(new Y.Doc())))
    if (!read.ok) return expect(read.problem.message).toMatch(/incomplete or damaged.*Nothing was changed\.$/)
    const kinds = read.value.flatMap(({ imported }) => boardWith({ ok: true, value: imported }).shapes())
    expect(kinds.filter(({ kind }) => kind === 'unknown')).toEqual([])
    expect(kinds.length > 0).toBe(!name.includes('empty'))
    const items = read.value.map(({ name, created, imported }, index) => {
      const board = exported(boardWith({ ok: true, value: imported }), imported.assets)
      return { id: String(index), name: name ?? '', created: created ?? 0, board }
    })
    const again = await readLibrary(
      { name, type: '', bytes: await writeLibrary(items) },
      readContext(openBoard(new Y.Doc())),
    )
    if (!again.ok) throw new Error(again.problem.message)
    expect(again.value.map(elementsOf)).toEqual(read.value.map(elementsOf))
  })

  test.each([...filesIn('embedded'), ...filesIn('obsidian')])('%s is recognized and read', async (name) => {
    const group = filesIn('embedded').includes(name) ? 'embedded' : 'obsidian'
    const file = { name, type: '', bytes: readFileSync(join(folder, group, name)) }
    expect(excalidrawReader.recognizes(file)).toBe(true)
    const board = boardWith(await excalidrawReader.read(file, readContext(openBoard(new Y.Doc()))))
    expect(board.shapes().length > 0).toBe(!name.includes('empty'))
  })
})
