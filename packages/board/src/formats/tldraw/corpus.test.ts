import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atOnce } from '../../slices.ts'
import { contextOf, emptyBoard, exportedOf, fileOf } from '../testing/on-board.ts'
import { snapshotOf } from './containers.ts'
import { loadLibrary } from './library.ts'
import { tldrawReader } from './read-file.ts'
import type { TldrawRecord } from './records.ts'
import { standInsFor } from './stand-ins.ts'
import { tldrawWriter } from './write-file.ts'

const folder = process.env.INKBRIDGE_CORPUS
const names = folder ? readdirSync(join(folder, 'tldr')) : ['INKBRIDGE_CORPUS is not set']

/**
 * The records of a file in the current schema, by id; those that nothing uses are not written. Migrations of old files
 * make up the ids of bindings.
 */
async function recordsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, TldrawRecord>> {
  const library = await loadLibrary()
  const snapshot = snapshotOf(fileOf('a.tldr', bytes))
  const migrated = snapshot.ok ? atOnce(library.migrate(snapshot.value)) : null
  if (!migrated) throw new Error('Expected a file that can be read.')
  const standIns = atOnce(library.validate(standInsFor(migrated.rejected))).records
  const all = [...migrated.records, ...standIns].filter(({ typeName }) => typeName !== 'user')
  const shapes = all.filter((record) => record.typeName === 'shape')
  const used = new Set(shapes.flatMap(({ props }) => ('assetId' in props ? [props.assetId] : [])))
  const kept = all.filter(({ typeName, id }) => typeName !== 'asset' || used.has(id))
  return new Map(
    kept.map((record) => {
      const id = record.typeName === 'binding' ? `${record.props.terminal} of ${record.fromId}` : record.id
      return [id, { ...record, id } as TldrawRecord]
    }),
  )
}

test.skipIf(!folder).each(names)(
  'a file that people have opens and is written back equal, or says why not: %s',
  async (name) => {
    const bytes = new Uint8Array(readFileSync(join(folder ?? '', 'tldr', name)))
    const board = emptyBoard()
    const imported = await tldrawReader.read(fileOf(name, bytes), contextOf(board))
    if (!imported.ok) {
      expect(imported.problem.message).toMatch(/Nothing was changed\.$/)
      expect(bytes.length).toBe(0)
      return
    }
    board.apply(imported.value.edits)
    expect(board.shapes().length).toBeGreaterThanOrEqual(imported.value.ids.size > 0 ? 1 : 0)
    const written = await tldrawWriter.write(exportedOf(board, imported.value.assets))
    expect(await recordsOf(written.bytes)).toEqual(await recordsOf(bytes))
  },
)
