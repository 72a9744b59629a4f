import { registerHooks } from 'node:module'

/** Takes the guard out of the server: whatever comes is applied. */
registerHooks({
  load: (url, context, next) =>
    url.endsWith('/rooms/guard.ts')
      ? {
          format: 'module',
          shortCircuit: true,
          source: 'export const judge = () => ({ ok: true, value: { clients: [] } })',
        }
      : next(url, context),
})
