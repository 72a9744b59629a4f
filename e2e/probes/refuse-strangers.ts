import './stalls.ts'
import { Server, type Socket } from 'node:net'

/**
 * The server it is loaded into ends the connections of strangers before it reads a byte: who comes from 127.0.0.1 is
 * served beside strangers that cost nothing, which is as well as any server can do on this machine.
 */
const { emit } = Server.prototype

Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]) {
  const [socket] = rest as [Socket | undefined]
  if (event !== 'connection' || !isStranger(socket?.remoteAddress)) return Reflect.apply(emit, this, [event, ...rest])
  socket?.on('error', () => {}).destroy()
  return true
}

function isStranger(address = ''): boolean {
  return address.startsWith('127.') && address !== '127.0.0.1'
}
