/** Runs some work. Returns the processor time of this thread, ms, which excludes other programs. */
export function cpuMs(work: () => unknown): number {
  const { user, system } = process.threadCpuUsage()
  work()
  const after = process.threadCpuUsage()
  return (after.user + after.system - user - system) / 1_000
}
