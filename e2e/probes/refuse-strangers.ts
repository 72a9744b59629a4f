import './stalls.ts'
import { Server, type Socket } from 'node:net'

/**
 * Makes the server it is loaded into close strangers' connections before reading a byte: clients from 127.0.0.1 are
 * then served beside strangers that cost nothing, the best any server can do on this machine.
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
