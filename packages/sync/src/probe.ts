/** When to probe the server, and how long to wait for the answer, ms. */
const everyMs = 10_000
const patienceMs = 5_000
const urgentPatienceMs = 2_000
/** A client that sends and receives nothing for this time, and up to half as long again, probes, ms. */
const quietMs = 1_500
/** It is in doubt when nothing arrives for this time after that, ms. */
const doubtMs = 1_000
/** The slowest uplink that is waited for: data sent before delays the answer. Bytes a millisecond, about 250 kbit/s. */
const slowestUplink = 32

export interface Probe {
  /** The pong with this number arrived. */
  answered(id: number): void
  /** Something arrived: the server is there, and may be sending something large. */
  heard(): void
  /** Data of this size was sent: the question is queued behind it. */
  sent(bytes: number): void
  /** Probes now, since the network or the page has just come back. */
  urge(): void
  dispose(): void
}

interface ProbeEvents {
  ping(id: number): void
  roundTrip(ms: number): void
  /** Something was sent and nothing arrives: the connection may be dead. A probe has been sent, too. */
  doubt(): void
  /** No answer arrived in time. Called once, last. */
  silent(): void
}

/** Probes from time to time, measures the round trip, and reports when no answer arrived. */
export function startProbe(events: ProbeEvents, random: () => number = Math.random): Probe {
  let id = 0
  let askedAt = 0
  let patience = patienceMs
  let heardAt = 0
  let onTheWay = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let over = false
  let quiet: ReturnType<typeof setTimeout> | undefined
  let doubting: ReturnType<typeof setTimeout> | undefined
  const dispose = () => {
    clearInterval(interval)
    clearTimeout(waiting)
    clearTimeout(quiet)
    clearTimeout(doubting)
    over = true
  }
  const give = () => {
    dispose()
    events.silent()
  }
  const wait = () => {
    clearTimeout(waiting)
    const until = heardAt + patience + onTheWay / slowestUplink
    waiting = setTimeout(give, until - performance.now())
  }
  const ask = (ms: number) => {
    clearTimeout(quiet)
    quiet = undefined
    id += 1
    askedAt = performance.now()
    heardAt = askedAt
    patience = ms
    wait()
    events.ping(id)
  }
  const askInTheQuiet = () => {
    ask(patienceMs)
    doubting = setTimeout(events.doubt, doubtMs)
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
      if (over) return
      heardAt = performance.now()
      clearTimeout(quiet)
      clearTimeout(doubting)
      quiet = undefined
      if (waiting !== undefined) wait()
    },
    sent(bytes) {
      if (over) return
      onTheWay += bytes
      if (waiting !== undefined) wait()
      else quiet ??= setTimeout(askInTheQuiet, quietMs * (1 + random() / 2))
    },
    urge: () => ask(urgentPatienceMs),
    dispose,
  }
}
