import { Server } from 'node:http'
import { isMainThread } from 'node:worker_threads'

/** Makes something fail at SIGUSR2 in the server this is loaded into, outside every entry point: `FAULT` says how. */
if (isMainThread) {
  const servers: Server[] = []
  const { listen } = Server.prototype
  Server.prototype.listen = function (...args: unknown[]) {
    servers.push(this)
    return Reflect.apply(listen, this, args)
  }
  const faults: Readonly<Record<string, (error: Error) => void>> = {
    reject: (error) => void Promise.reject(error),
    throw: (error) =>
      setImmediate(() => {
        throw error
      }),
    // As when the system has no memory for one more connection, twice.
    accept: (error) => {
      for (const server of [...servers, ...servers]) server.emit('error', error)
    },
  }
  process.on('SIGUSR2', () => faults[process.env.FAULT ?? 'throw']?.(new Error('nobody expected "this secret"')))
}
