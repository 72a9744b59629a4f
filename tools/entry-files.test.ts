import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { importsOf } from './imports.ts'

const source = fileURLToPath(new URL('../apps/server/src/', import.meta.url))

/** Files that are started as a process or a thread: source refers to them by their URLs. */
function entryFiles(): readonly string[] {
  const files = globSync('*/*.ts', { cwd: source }).map((path) => path.replaceAll('\\', '/'))
  return files
    .filter((file) => !/\.test\.ts$|^testing\//.test(file))
    .flatMap((file) => {
      const urls = read(file).matchAll(/new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g)
      return [...urls].map(([, to = '']) => posix.join(posix.dirname(file), to))
    })
}

/** The folders of a file and of all files that it imports, types included; a file outside of folders is its own. */
function foldersFrom(entry: string): readonly string[] {
  const files = new Set([entry])
  for (const file of files) {
    for (const imported of importsOf(file, read(file))) files.add(imported)
  }
  return [...new Set([...files].map((file) => file.replace(/(\/.*|\.ts)$/, '')))].sort()
}

function read(file: string): string {
  return readFileSync(join(source, file), 'utf8')
}

test('each process and thread of the server loads only the folders it needs', () => {
  expect(Object.fromEntries(entryFiles().map((entry) => [entry, foldersFrom(entry)]))).toEqual({
    'assets/asset-process.ts': ['assets', 'threads'],
    'files/file-process.ts': ['files', 'host-kinds', 'threads', 'updates'],
    'log/compaction-thread.ts': ['log', 'threads'],
    'log/rebuild-thread.ts': ['log', 'threads'],
    'pictures/picture-process.ts': ['host-kinds', 'pictures', 'threads'],
    'rooms/slicing-thread.ts': ['rooms', 'threads', 'updates'],
    'storage/sqlite-thread.ts': ['log', 'storage', 'threads'],
    'threads/orphan-thread.ts': ['threads'],
  })
})
