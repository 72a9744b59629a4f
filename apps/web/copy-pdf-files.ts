// Runs after `next build`: what is in its folder of static files is served as it is, and never changes under its name.
import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import pdfjs from 'pdfjs-dist/package.json' with { type: 'json' }

const source = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
/** The address is in `next.config.ts`. */
const target = join(import.meta.dirname, '.next/static', `pdfjs-${pdfjs.version}`)
/** What PDF.js loads when a PDF needs it, with the licences: not the engine that would run scripts of PDF files. */
const folders = ['cmaps', 'standard_fonts', 'iccs', 'wasm']
const unused = /quickjs|nowasm/i

for (const folder of folders)
  cpSync(join(source, folder), join(target, folder), {
    recursive: true,
    filter: (path) => !unused.test(basename(path)),
  })
