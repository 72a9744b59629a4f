import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { no, ok } from '@inkbridge/types'
import { Accounts, Attempts } from '../accounts/accounts.ts'
import { type Config, parseConfig } from '../config.ts'
import { FolderInUse, openStorage } from '../storage/storage.ts'
import { type ControlRequest, perform } from './commands.ts'
import { type ControlAnswer, controlSocketOf } from './control-socket.ts'

export type { BoardList, ControlDone, ControlRequest } from './commands.ts'
export { listenForCommands } from './control-socket.ts'

/** Runs a command on the data folder: by the server running on it, or else directly. */
export async function runCommand(
  env: Record<string, string | undefined>,
  cwd: string,
  request: ControlRequest,
): Promise<ControlAnswer> {
  const config = parseConfig(env, cwd)
  if (!config.ok) return no({ code: 'setting', values: { message: config.problem } })
  const { dataDir, publicUrl, port } = config.value
  if (!existsSync(join(dataDir, 'inkbridge.db'))) return no({ code: 'no-boards', values: { dataDir } })
  const answer = await askServer(dataDir, request)
  return answer ?? onFolder(config.value, request, publicUrl ?? `http://localhost:${port}`)
}

/** Sends a command to the running server; resolves with null when no server listens. */
function askServer(dataDir: string, request: ControlRequest): Promise<ControlAnswer | null> {
  return new Promise((resolve) => {
    const socket = connect(controlSocketOf(dataDir))
    let text = ''
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`))
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('end', () => resolve(parseAnswer(text)))
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EACCES' ? no({ code: 'other-account', values: { dataDir } }) : null),
    )
  })
}

function parseAnswer(text: string): ControlAnswer {
  try {
    const answer = JSON.parse(text) as ControlAnswer
    return answer.ok ? ok(answer.value) : no(answer.problem)
  } catch {
    return no({ code: 'cut-short' })
  }
}

async function onFolder(config: Config, request: ControlRequest, address: string): Promise<ControlAnswer> {
  const { dataDir } = config
  const umask = process.umask(0o077)
  try {
    const storage = await openStorage({ dataDir })
    try {
      const accounts = new Accounts({
        ...storage,
        attempts: new Attempts(true),
        signOut: async (visits) => {
          for (const visit of visits) await storage.devices.revoke(visit)
        },
      })
      return ok(await perform(request, { ...storage, accounts, config, origin: null, address }))
    } finally {
      await storage.close()
    }
  } catch (error) {
    if (error instanceof FolderInUse) return no({ code: 'in-use', values: { dataDir } })
    return no({ code: 'error', values: { message: error instanceof Error ? error.message : String(error) } })
  } finally {
    process.umask(umask)
  }
}
