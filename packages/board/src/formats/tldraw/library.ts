import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import type { Steps } from '../../slices.ts'
import type { TldrawRecord } from './records.ts'

/** Records of any generation, with the schema they were written in. */
export interface Snapshot {
  readonly schema: unknown
  readonly records: readonly PlainRecord[]
}

/** In place of a schema: the current one, but the points of strokes are lists. */
export const pointLists = 'point-lists'

/** Records of the current schema. */
interface Migrated {
  readonly records: readonly TldrawRecord[]
  /** Records of unknown types, or invalid ones. */
  readonly rejected: readonly PlainRecord[]
}

/** tldraw's own schema: its migrations and its validation. */
export interface Library {
  /** The current schema, as it is written in files. */
  readonly schema: unknown
  /** The number of each sequence of migrations in it, by name. */
  readonly sequences: PlainRecord
  /** Brings records up to the current schema and validates each; null: their schema is newer, or unreadable. */
  migrate(snapshot: Snapshot): Steps<Migrated | null>
  /** Records of the current schema, validated. */
  validate(records: readonly PlainRecord[]): Steps<Migrated>
  /** Points x, y, pressure of a stroke. */
  decodePoints(path: string, dim: 2 | 3): readonly { readonly x: number; readonly y: number; readonly z?: number }[]
  encodePoints(points: readonly { readonly x: number; readonly y: number; readonly z: number }[]): string
}

/** Types of records that belong to a document; others are of a session. */
const documentTypes = new Set(['document', 'page', 'shape', 'binding', 'asset', 'user'])
/** What the storage-wide migrations of old files remove. */
const sessionTypes = new Set(['instance', 'instance_page_state', 'camera', 'pointer', 'instance_presence'])

/** The last version of strokes whose points are lists. */
const listSequences = { 'com.tldraw.shape.draw': 2 }

/** Loads the schema; pages get it only when they read or write such a file. */
export async function loadLibrary(): Promise<Library> {
  const { createTLSchema, b64Vecs } = await import('@tldraw/tlschema')
  const schema = createTLSchema()
  type Persisted = Parameters<typeof schema.getMigrationsSince>[0]
  type Storage = Parameters<typeof schema.migrateStorage>[0]
  const current = schema.serialize()
  const sequences: PlainRecord = { ...current.sequences }

  function* validate(records: readonly PlainRecord[]): Steps<Migrated> {
    const valid: TldrawRecord[] = []
    const rejected: PlainRecord[] = []
    for (const record of records) {
      if (!documentTypes.has(String(record.typeName))) continue
      if (isValid(record)) valid.push(record as unknown as TldrawRecord)
      else rejected.push(record)
      yield
    }
    return { records: valid, rejected }
  }

  function isValid(record: PlainRecord): boolean {
    try {
      const [store, phase, before] = [null, 'initialize', null] as const
      const validated: unknown = schema.validateRecord(store as never, record as never, phase, before)
      return validated !== undefined && areNumbersFinite(record)
    } catch {
      return false
    }
  }

  return {
    schema: current,
    sequences,
    validate,
    *migrate({ schema: written, records }) {
      const persisted = (
        written === pointLists ? { ...current, sequences: { ...sequences, ...listSequences } } : written
      ) as Persisted
      const known = records.filter(({ typeName }) => documentTypes.has(String(typeName)))
      const unknown = records.filter(({ typeName }) => !isKnownType(String(typeName)))
      const storage = new Map(known.map((record) => [String(record.id), record]))
      try {
        if (!schema.getMigrationsSince(persisted).ok) return null
        const port = Object.assign(storage, { getSchema: () => persisted, setSchema: () => {} })
        schema.migrateStorage(port as unknown as Storage)
      } catch {
        return null
      }
      const { records: valid, rejected } = yield* validate([...storage.values()])
      return { records: valid, rejected: [...rejected, ...unknown] }
    },
    decodePoints: (path, dim) => b64Vecs.decodePoints(path, dim),
    encodePoints: (points) => b64Vecs.encodePoints([...points]),
  }
}

function isKnownType(typeName: string): boolean {
  return documentTypes.has(typeName) || sessionTypes.has(typeName)
}

/** JSON has numbers such as 1e999 that are not finite. */
function areNumbersFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(areNumbersFinite)
  return !isPlainRecord(value) || Object.values(value).every(areNumbersFinite)
}
