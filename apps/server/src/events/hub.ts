import { type BoardEvent, type PrincipalId, randomName } from '@inkbridge/types'

/** Receives the events of one person. */
interface EventListener {
  /** `id` is to be sent back as `last` when the listener resumes. */
  event(id: string, event: BoardEvent): void
}

export interface Events {
  /** Sends an event to all listeners of these people, and keeps it for those who resume. */
  publish(to: readonly PrincipalId[], event: BoardEvent): void
  /**
   * Sends the events of a person to a listener from now on.
   *
   * @param last the last id that the listener had; null: it is new. Later events that are still kept are sent at once
   * @returns the id to resume from, whether events after `last` may be missing, and a function that unsubscribes
   */
  subscribe(principal: PrincipalId, last: string | null, listener: EventListener): Subscription
  /** Whether anybody listens. */
  readonly isHeard: boolean
}

interface Subscription {
  readonly id: string
  readonly isReset: boolean
  end(): void
}

/** Kept events, and people that they are for together. */
const kept = { events: 1_000, people: 200_000 }

interface KeptEvent {
  readonly number: number
  readonly to: ReadonlySet<PrincipalId>
  readonly event: BoardEvent
}

/** Creates a hub of events in memory. Its ids are unknown to the one of another start of the server. */
export function createEvents(bounds: { readonly events: number; readonly people: number } = kept): Events {
  const start = randomName(8)
  const listeners = new Map<PrincipalId, Set<EventListener>>()
  let ring: KeptEvent[] = []
  let people = 0
  let count = 0

  const idOf = (number: number) => `${start}-${number}`

  /** The number of an id of this hub; null: of another one. */
  function numberOf(id: string): number | null {
    const number = id.startsWith(`${start}-`) ? Number(id.slice(start.length + 1)) : Number.NaN
    return Number.isSafeInteger(number) && number >= 0 && number <= count ? number : null
  }

  function keep(event: KeptEvent): void {
    ring.push(event)
    people += event.to.size
    let dropped = 0
    while (ring.length - dropped > bounds.events || people > bounds.people) people -= ring[dropped++]?.to.size ?? 0
    if (dropped > 0) ring = ring.slice(dropped)
  }

  return {
    get isHeard() {
      return listeners.size > 0
    },

    publish(to, event) {
      if (to.length === 0) return
      count += 1
      const kept = { number: count, to: new Set(to), event }
      keep(kept)
      for (const principal of kept.to)
        for (const listener of listeners.get(principal) ?? []) listener.event(idOf(count), event)
    },

    subscribe(principal, last, listener) {
      const from = last === null ? count : numberOf(last)
      const oldest = ring[0]?.number ?? count + 1
      const isReset = from === null || from < oldest - 1
      if (!isReset)
        for (const { number, to, event } of ring)
          if (number > from && to.has(principal)) listener.event(idOf(number), event)
      const own = listeners.get(principal) ?? new Set()
      listeners.set(principal, own.add(listener))
      return {
        id: idOf(count),
        isReset,
        end() {
          own.delete(listener)
          if (own.size === 0 && listeners.get(principal) === own) listeners.delete(principal)
        },
      }
    },
  }
}
