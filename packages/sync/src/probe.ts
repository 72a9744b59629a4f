/** When to ask whether the server is still there, and how long to wait for the answer, ms. */
const everyMs = 10_000
const patienceMs = 5_000
const urgentPatienceMs = 2_000
/** Who says something and hears nothing for so long, and up to half as long again, asks, ms. */
const quietMs = 1_500
/** And has doubts when nothing is heard for so long after that, ms. */
const doubtMs = 1_000
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

interface ProbeEvents {
  ping(id: number): void
  roundTrip(ms: number): void
  /** Something was said and nothing is heard: the way may not be there any more. It has been asked, too. */
  doubt(): void
  /** No answer came in time. Called once, last. */
  silent(): void
}

/** Asks from time to time, measures the round trip, and says when no answer came. */
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
