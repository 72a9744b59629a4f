/** When to ask whether the server is still there, and how long to wait for the answer, ms. */
const everyMs = 10_000
const patienceMs = 5_000
const urgentPatienceMs = 2_000
/** The slowest uplink that is waited for: what was sent delays the answer. Bytes a millisecond, some 250 kbit/s. */
const slowestUplink = 32

export interface Probe {
  /** The pong of this number came. */
  answered(id: number): void
  /** Something came: the server is there, and what it sends may be large. */
  heard(): void
  /** Something of this size was sent: the question stands behind it. */
  sent(bytes: number): void
  /** Ask now: the network or the page has just come back. */
  urge(): void
  dispose(): void
}

/** Asks from time to time, measures the round trip, and says when no answer came. */
export function startProbe(events: { ping(id: number): void; roundTrip(ms: number): void; silent(): void }): Probe {
  let id = 0
  let askedAt = 0
  let patience = patienceMs
  let onTheWay = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    clearTimeout(waiting)
    waiting = setTimeout(events.silent, patience + onTheWay / slowestUplink)
  }
  const ask = (ms: number) => {
    id += 1
    askedAt = performance.now()
    patience = ms
    wait()
    events.ping(id)
  }
  const interval = setInterval(() => {
    if (waiting === undefined) ask(patienceMs)
  }, everyMs)
  ask(patienceMs)
  return {
    answered(answer) {
      if (answer !== id) return
      clearTimeout(waiting)
      waiting = undefined
      onTheWay = 0
      events.roundTrip(performance.now() - askedAt)
    },
    heard() {
      if (waiting !== undefined) wait()
    },
    sent(bytes) {
      onTheWay += bytes
      if (waiting !== undefined) wait()
    },
    urge: () => ask(urgentPatienceMs),
    dispose() {
      clearInterval(interval)
      clearTimeout(waiting)
    },
  }
}
