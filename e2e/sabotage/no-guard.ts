import { registerHooks } from 'node:module'

/** Takes the guard out of the server: whatever comes is applied. */
const source = `
export const guard = {
  scan: () => ({ structs: 1, clients: 1, deleteRanges: 0 }),
  judge: (_doc, update) => ({ ok: true, value: { update, clients: [] } }),
}
export const refusal = (message) => ({ code: 4422, message })
export const wouldChange = () => true
`

registerHooks({
  load: (url, context, next) =>
    url.endsWith('/rooms/guard.ts') ? { format: 'module', shortCircuit: true, source } : next(url, context),
})
