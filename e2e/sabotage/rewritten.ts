import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Takes a defence out of the server it is loaded into: `SABOTAGE` says in which source what stands in place of what. */
const { file, from, to } = JSON.parse(process.env.SABOTAGE ?? '') as Record<'file' | 'from' | 'to', string>

registerHooks({
  load(url, context, next) {
    if (!url.endsWith(file)) return next(url, context)
    const text = readFileSync(fileURLToPath(url), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not say "${from}"`)
    return { format: 'module-typescript', shortCircuit: true, source: text.replace(from, to) }
  },
})
