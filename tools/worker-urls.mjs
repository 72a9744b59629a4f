// Runs after tsc: it renames imports, but not the workers started by `new URL('./x.ts', import.meta.url)`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'dist'
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.js')) continue
  const path = join(folder, name)
  const text = readFileSync(path, 'utf8')
  const renamed = text.replace(/(new URL\(['"]\.{1,2}\/[^'"]+)\.ts(['"], import\.meta\.url\))/g, '$1.js$2')
  if (renamed !== text) writeFileSync(path, renamed)
}
