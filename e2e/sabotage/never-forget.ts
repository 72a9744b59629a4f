import '../probes/vitals.ts'

/** Removes a defence from the server it is loaded into: a room without people stays in memory. */
const hurried = globalThis.setTimeout

globalThis.setTimeout = Object.assign(
  (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
    hurried(ms === 60_000 ? () => {} : run, ms, ...given),
  hurried,
) as typeof setTimeout
