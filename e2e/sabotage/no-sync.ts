import { createRequire } from 'node:module'

/** Removes a defence from the server it is loaded into: a commit does not wait for the disk. */
interface Database {
  prototype: { pragma(source: string, options?: object): unknown }
}

const fromServer = createRequire(new URL('../../apps/server/src/main.ts', import.meta.url))
const { prototype } = fromServer('better-sqlite3') as Database
const pragma = prototype.pragma

prototype.pragma = function (source, options) {
  return pragma.call(this, source.replace('synchronous = FULL', 'synchronous = NORMAL'), options)
}
