import { readFileSync } from 'node:fs'

/** Resident memory of a process, bytes (proc(5): `VmRSS` is in kB). */
export function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
