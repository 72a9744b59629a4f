/**
 * Runs something unless another page of this browser is running what has the same name: null then. Without Web Locks,
 * as over plain HTTP, it always runs.
 */
export async function exclusively<Value>(name: string, run: () => Promise<Value>): Promise<Value | null> {
  const { locks } = (globalThis.navigator ?? {}) as { readonly locks?: LockManager }
  if (!locks) return run()
  let hasBegun = false
  try {
    return await locks.request(name, { ifAvailable: true }, (lock) => {
      hasBegun = true
      return lock ? run() : null
    })
  } catch (error) {
    // Pages of an opaque origin, as in a sandboxed iframe, have no locks.
    if (hasBegun) throw error
    return run()
  }
}
