import '../probes/vitals.ts'

/** Takes a defence out of the server it is loaded into: a board that nobody is on stays in memory. */
const hurried = globalThis.setTimeout

globalThis.setTimeout = Object.assign(
  (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
    hurried(ms === 60_000 ? () => {} : run, ms, ...given),
  hurried,
) as typeof setTimeout
