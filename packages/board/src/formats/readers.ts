import { isBoardFile } from '../board-file.ts'
import { csvReader } from './csv.ts'
import { excalidrawReader } from './excalidraw/excalidraw.ts'
import type { Reader, SourceFile } from './format.ts'
import { mermaidReader } from './mermaid.ts'
import { unreadableReaders } from './other.ts'
import { tldrawReader } from './tldraw.ts'

const readers: readonly Reader[] = [tldrawReader, excalidrawReader, mermaidReader, csvReader, ...unreadableReaders]

/** Returns the reader of a file, by its name and content; null: no format that is known, or a board of our own. */
export function readerOf(file: SourceFile): Reader | null {
  return isBoardFile(file.bytes) ? null : (readers.find((reader) => reader.recognizes(file)) ?? null)
}
