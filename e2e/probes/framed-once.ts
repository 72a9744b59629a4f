import { createRequire } from 'node:module'

/** Makes engine.io throw when it frames binary data itself, in the server this is loaded into. */
const fromServer = createRequire(new URL('../../apps/server/src/main.ts', import.meta.url))
const { WebSocket } = createRequire(fromServer.resolve('engine.io'))('ws') as { WebSocket: { prototype: Sender } }
const { send } = WebSocket.prototype

interface Sender {
  send(data: unknown, ...rest: unknown[]): void
}

WebSocket.prototype.send = function (data, ...rest) {
  if (typeof data !== 'string') throw new Error('a frame was framed again')
  send.call(this, data, ...rest)
}
