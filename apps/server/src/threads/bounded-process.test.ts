import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const endless = fileURLToPath(new URL('./testing/endless-process.ts', import.meta.url))
const asks = fileURLToPath(new URL('./testing/ask-endless.ts', import.meta.url))

/** The working directory of a process, which changes once it has begun. Linux only. */
function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** CPU time of a process, ms (proc(5): the 14th field of `stat`, hundredths of a second). */
function processorMs(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')
  return Number(after.split(' ')[11]) * 10
}

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
  } catch {
    return false
  }
}

test.runIf(process.platform === 'linux')(
  'when the server is killed its child process ends too, in the middle of its work, and its folder is removed',
  async () => {
    const server = spawn(process.execPath, [asks], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const child = Number(line)
    await expect.poll(() => processorMs(child), { timeout: 20_000 }).toBeGreaterThan(300)
    const folder = folderOf(child)
    expect(folder).toContain('inkbridge-work-')
    server.kill('SIGKILL')
    await once(server, 'exit')
    await expect.poll(() => isAlive(child), { timeout: 20_000 }).toBe(false)
    expect(existsSync(folder)).toBe(false)
  },
  60_000,
)

test('a child of another program ends with it, and leaves its folder unchanged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'another-'))
  writeFileSync(join(folder, 'kept.txt'), 'kept')
  const child = fork(endless, [], { cwd: folder, execArgv: [] })
  child.disconnect()
  await once(child, 'exit')
  expect(readdirSync(folder)).toEqual(['kept.txt'])
  rmSync(folder, { recursive: true })
})
