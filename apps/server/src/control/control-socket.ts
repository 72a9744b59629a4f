import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Result } from '@inkbridge/types'
import type { Logger } from 'pino'
import {
  type ControlDone,
  type ControlParts,
  type ControlProblem,
  type ControlRequest,
  parseRequest,
  perform,
} from './commands.ts'

/** A request is one line of JSON, and so is its answer. */
export type ControlAnswer = Result<ControlDone, ControlProblem>

const maxRequestBytes = 4_096
/** How long a request may take to arrive, ms. */
const patienceMs = 5_000

export function controlSocketOf(dataDir: string): string {
  return join(dataDir, 'control.sock')
}

/**
 * Listens for commands of the account that runs the server, on a Unix socket in its data folder. The caller holds the
 * folder's lock, so an existing socket belongs to a dead server. Not on Windows: there, commands need a stopped server.
 */
export function listenForCommands(dataDir: string, parts: ControlParts, logger: Logger): { close(): void } {
  if (process.platform === 'win32') return { close: () => {} }
  const path = controlSocketOf(dataDir)
  rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (request: ControlRequest): Promise<ControlAnswer> => {
    const running = last.then(() => perform(request, parts))
    const answer = running.then(
      (value): ControlAnswer => ({ ok: true, value }),
      (error: unknown): ControlAnswer => {
        logger.error({ error: String(error) }, 'a command failed')
        return { ok: false, problem: { code: 'failed' } }
      },
    )
    last = answer
    return answer
  }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(socket, inTurn)
  })
  server.on('error', (error) =>
    logger.warn({ error: error.message }, 'commands cannot reach this server: they need it to be stopped'),
  )
  // Until then the umask of the process keeps other accounts out.
  server.listen(path, () => chmodSync(path, 0o600))
  return {
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function serve(socket: Socket, run: (request: ControlRequest) => Promise<ControlAnswer>): void {
  let text = ''
  const patience = setTimeout(() => socket.destroy(), patienceMs)
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('close', () => clearTimeout(patience))
  const take = (part: string) => {
    text += part
    if (text.length > maxRequestBytes) return void socket.destroy()
    const end = text.indexOf('\n')
    if (end < 0) return
    socket.off('data', take)
    clearTimeout(patience)
    const request = parseRequest(text.slice(0, end))
    const answer = request.ok ? run(request.value) : Promise.resolve(request)
    void answer.then((result) => socket.end(`${JSON.stringify(result)}\n`))
  }
  socket.on('data', take)
}
