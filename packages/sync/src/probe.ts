/** When to ask whether the server is still there, and how long to wait for the answer, ms. */
const everyMs = 10_000
const patienceMs = 5_000
const urgentPatienceMs = 2_000

export interface Probe {
  /** The pong of this number came. */
  answered(id: number): void
  /** Ask now: the network or the page has just come back. */
  urge(): void
  dispose(): void
}

/** Asks from time to time, measures the round trip, and says when no answer came. */
export function startProbe(events: { ping(id: number): void; roundTrip(ms: number): void; silent(): void }): Probe {
  let id = 0
  let askedAt = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  const ask = (patience: number) => {
    clearTimeout(waiting)
    id += 1
    askedAt = performance.now()
    waiting = setTimeout(events.silent, patience)
    events.ping(id)
  }
  const interval = setInterval(() => ask(patienceMs), everyMs)
  ask(patienceMs)
  return {
    answered(answer) {
      if (answer !== id) return
      clearTimeout(waiting)
      events.roundTrip(performance.now() - askedAt)
    },
    urge: () => ask(urgentPatienceMs),
    dispose() {
      clearInterval(interval)
      clearTimeout(waiting)
    },
  }
}
