import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { no, ok, type Result } from '@inkbridge/types'
import { openSecrets } from '../admission/secrets.ts'
import { parseConfig } from '../config.ts'
import { FolderInUse, openSqlite } from '../store/sqlite.ts'
import { type ControlRequest, perform } from './commands.ts'
import { type ControlAnswer, controlSocketOf } from './control-socket.ts'

export type { ControlRequest } from './commands.ts'

/**
 * Runs a command on the folder that `DATA_DIR` names: by the server that runs on it, else on the folder itself. The
 * result is a line for the person who asked, and so is the problem.
 */
export async function runCommand(
  env: Record<string, string | undefined>,
  cwd: string,
  request: ControlRequest,
): Promise<Result<string, string>> {
  const config = parseConfig(env, cwd)
  if (!config.ok) return no(config.problem)
  const { dataDir } = config.value
  if (!existsSync(join(dataDir, 'inkbridge.db')))
    return no(`There are no boards in ${dataDir}. Name the server's data folder with DATA_DIR. Nothing was changed.`)
  const answer = await askServer(dataDir, request)
  return answer ?? onFolder(dataDir, request)
}

/** Null when no server listens. */
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
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EACCES' ? notYours(dataDir) : null))
  })
}

function parseAnswer(text: string): ControlAnswer {
  try {
    const answer = JSON.parse(text) as ControlAnswer
    return answer.ok ? ok(answer.value) : no(answer.problem)
  } catch {
    return no('The server ended before it had answered. Run the command again when it is back.')
  }
}

async function onFolder(dataDir: string, request: ControlRequest): Promise<Result<string, string>> {
  process.umask(0o077)
  try {
    const sqlite = await openSqlite(dataDir)
    try {
      return ok(await perform(request, { sqlite, secrets: openSecrets(dataDir) }))
    } finally {
      await sqlite.close()
    }
  } catch (error) {
    if (error instanceof FolderInUse) return no(unreachable(dataDir))
    return no(error instanceof Error ? error.message : String(error))
  }
}

function unreachable(dataDir: string): string {
  return `A server uses ${dataDir} and takes no commands just now. Try again in a moment, or stop it first. Nothing was changed.`
}

function notYours(dataDir: string): ControlAnswer {
  return no(`The server on ${dataDir} belongs to another account. Run the command as that account.`)
}
