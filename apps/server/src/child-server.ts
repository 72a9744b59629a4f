import { type ChildProcess, fork } from 'node:child_process'

/** A server of its own, until it is closed. */
export interface ChildServer {
  /** Its address on this machine. */
  readonly origin: string
  close(): Promise<void>
}

/**
 * Starts a server on a free port of this machine that nobody else can reach. It ends with this process. Rejects with what
 * it says when it cannot start.
 */
export function startChildServer(env: Readonly<Record<string, string | undefined>>): Promise<ChildServer> {
  // Limits and accounts are for strangers: here only the person at this terminal can reach it.
  const settings = {
    NODE_ENV: 'production' as const,
    PORT: '0',
    HOST: '127.0.0.1',
    LIMITS: 'off',
    ACCESS: 'open',
    INKBRIDGE_LOG: 'error',
    INKBRIDGE_DEV: '0',
  }
  const child = fork(new URL('./main.ts', import.meta.url), [], {
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let [said, problem] = ['', '']
    child.stderr?.on('data', (part) => {
      problem += String(part)
    })
    child.stdout?.on('data', (part) => {
      said += String(part)
      const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
      if (origin) resolve({ origin, close: () => close(child) })
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(problem.trim() || 'The server did not start.')))
  })
}

function close(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
