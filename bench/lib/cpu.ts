import { readdirSync, readFileSync } from 'node:fs'

/** What Linux counts processor time in: 100 a second on every machine this runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100

/** Processor time that a process has used so far, all threads, seconds. Linux only (proc(5)). */
export function cpuSeconds(pid: number): number {
  const stat = fieldsOf(pid)
  return stat ? (Number(stat[11]) + Number(stat[12])) / ticksPerSecond : 0
}

/** The same for a process and all running processes it started. */
export function treeCpuSeconds(root: number): number {
  return treeOf(root).reduce((sum, pid) => sum + cpuSeconds(pid), 0)
}

/** Memory in use, shared pages counted in proportion, MB (`Pss`); 0 of a process that has ended. */
export function memoryMb(pid: number): number {
  try {
    const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return Number(pss ?? 0) / 1024
  } catch {
    return 0
  }
}

/** A process and all running processes it started. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const parent = pid > 0 ? Number(fieldsOf(pid)?.[1]) : Number.NaN
    if (parent >= 0) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** The fields of /proc/<pid>/stat from the state on: a name may contain spaces, and ends with the last bracket. */
function fieldsOf(pid: number): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
