import { type Frame, mayEdit, type Person } from '@inkbridge/types'
import type { Fanout } from './fanout.ts'
import { Presences } from './presences.ts'
import type { Session } from './session.ts'
import { Throttle } from './throttle.ts'
import { WireFrame } from './wire-frame.ts'
import type { Writer } from './writer.ts'

type PresenceFrame = Extract<Frame, { kind: 'awareness' | 'presence' }>

/** Distributes presence among the sessions of a board, throttled. */
export class PresenceFeed {
  readonly #fanout: Fanout
  readonly #writer: Writer
  readonly #presences: Presences
  readonly #throttle: Throttle

  /** `guarded` runs a broadcast and catches its errors; the next change sends it again. */
  constructor(fanout: Fanout, writer: Writer, now: () => number, guarded: (run: () => void) => void) {
    this.#fanout = fanout
    this.#writer = writer
    this.#presences = new Presences(now, (session, client) => this.#mayUse(session, client))
    this.#throttle = new Throttle(
      () => guarded(() => this.#send()),
      () => fanout.paceMs,
    )
  }

  /** Handles the presence of a session. Claims its Yjs client for it before others see that. */
  receive(session: Session, frame: PresenceFrame): void {
    if (frame.kind === 'awareness') this.#presences.receiveAwareness(session, frame.states)
    else this.#presences.receiveDelta(session, frame.delta)
    if (session.clientId !== null && mayEdit(session.role) && this.#writer.isWritable)
      this.#writer.claim(session, [session.clientId])
    this.#throttle.schedule()
  }

  /** Sends everybody's presence to one session. */
  showAll(session: Session): void {
    if (session.connection.dialect === 'plain')
      this.#fanout.send(session, { kind: 'awareness', states: this.#presences.everybodysAwareness() })
    else this.#fanout.send(session, { kind: 'presence', delta: this.#presences.everybody() })
  }

  /** Shows a person with a new name or colour. */
  updatePerson(person: Person): void {
    for (const session of this.#fanout.sessions) {
      if (session.principal !== person.id) continue
      session.person = person
      this.#presences.updatePerson(session)
      this.#fanout.send(session, { kind: 'notice', notice: { type: 'you', you: person } })
    }
    this.#throttle.schedule()
  }

  leave(session: Session): void {
    this.#presences.leave(session)
    this.#throttle.schedule()
  }

  /** Sends the presence of everybody to stock clients again before their timeout drops it. */
  renew(): void {
    this.#presences.renew()
    this.#throttle.schedule()
  }

  dispose(): void {
    this.#throttle.dispose()
  }

  #mayUse(session: Session, client: number): boolean {
    const ownership = this.#writer.owners.ownership(session, client)
    return ownership === 'own' || ownership === 'free'
  }

  #send(): void {
    if (!this.#presences.changed) return
    const { delta, only, awarenessFor } = this.#presences.flush()
    const ours = delta && new WireFrame({ kind: 'presence', delta })
    const built = new Map<Uint8Array, WireFrame>()
    for (const session of this.#fanout.sessions) {
      if (this.#isLeftOut(session)) continue
      if (session.connection.dialect === 'inkbridge') {
        if (ours && session !== only) this.#fanout.deliver(session, ours)
        continue
      }
      const states = awarenessFor(session)
      if (!states) continue
      const frame = built.get(states) ?? new WireFrame({ kind: 'awareness', states })
      built.set(states, frame)
      this.#fanout.deliver(session, frame)
    }
  }

  /** Whether to skip a session that is behind; once it has caught up it is sent everybody's presence. */
  #isLeftOut(session: Session): boolean {
    const misses = session.missesPresence
    session.missesPresence = this.#fanout.isBehind(session)
    if (misses && !session.missesPresence) this.showAll(session)
    return misses || session.missesPresence
  }
}
