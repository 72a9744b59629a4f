import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const cli = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))

/** Runs `inkbridge` on the data folder of a server. Rejects when it fails. */
export async function inkbridge(dataDir: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DATA_DIR: dataDir, LANG: 'C' }
  return (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout
}
