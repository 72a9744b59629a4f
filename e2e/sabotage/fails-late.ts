import { isMainThread } from 'node:worker_threads'

/** At SIGUSR2 something fails in the server this is loaded into, behind every entry point: `FAULT` says how. */
if (isMainThread) {
  process.on('SIGUSR2', () => {
    const error = new Error('nobody expected "this secret"')
    if (process.env.FAULT === 'reject') void Promise.reject(error)
    else
      setImmediate(() => {
        throw error
      })
  })
}
