/** Runs some work. Returns the processor time of this thread, ms: other programs on the machine do not count. */
export function cpuMs(work: () => unknown): number {
  const { user, system } = process.threadCpuUsage()
  work()
  const after = process.threadCpuUsage()
  return (after.user + after.system - user - system) / 1_000
}
