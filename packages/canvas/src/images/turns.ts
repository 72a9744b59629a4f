/** Pictures that are loaded at once. */
const atOnce = 4

/** Runs a task for each value, a few at a time. */
export async function inTurns<Value>(values: readonly Value[], run: (value: Value) => Promise<void>): Promise<void> {
  const waiting = values.values()
  const next = async () => {
    for (const value of waiting) await run(value)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}
