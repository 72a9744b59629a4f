import { type Frame, mayEdit, type Person } from '@inkbridge/types'
import type { Fanout } from './fanout.ts'
import { Presences } from './presences.ts'
import { Rhythm } from './rhythm.ts'
import type { Session } from './session.ts'
import { WireFrame } from './wire-frame.ts'
import type { Writer } from './writer.ts'

type PresenceFrame = Extract<Frame, { kind: 'awareness' | 'presence' }>

/** Shows the sessions of a board to each other, a bounded number of times a second. */
export class PresenceFeed {
  readonly #fanout: Fanout
  readonly #writer: Writer
  readonly #presences: Presences
  readonly #rhythm: Rhythm

  /** `guarded` runs a broadcast: one that throws is made again with the next news. */
  constructor(fanout: Fanout, writer: Writer, now: () => number, guarded: (run: () => void) => void) {
    this.#fanout = fanout
    this.#writer = writer
    this.#presences = new Presences(now, (session, client) => this.#mayUse(session, client))
    this.#rhythm = new Rhythm(
      () => guarded(() => this.#send()),
      () => fanout.paceMs,
    )
  }

  /** Takes what a session says of itself. The Yjs client it shows is its own before anybody else has seen it. */
  receive(session: Session, frame: PresenceFrame): void {
    if (frame.kind === 'awareness') this.#presences.receiveAwareness(session, frame.states)
    else this.#presences.receiveDelta(session, frame.delta)
    if (session.clientId !== null && mayEdit(session.role) && this.#writer.takes)
      this.#writer.claim(session, [session.clientId])
    this.#rhythm.beat()
  }

  /** Shows everybody to one session. */
  showAll(session: Session): void {
    if (session.connection.dialect === 'plain')
      this.#fanout.send(session, { kind: 'awareness', states: this.#presences.everybodysAwareness() })
    else this.#fanout.send(session, { kind: 'presence', delta: this.#presences.everybody() })
  }

  /** A person is shown under another name or colour from now on. */
  meet(person: Person): void {
    for (const session of this.#fanout.sessions) {
      if (session.principal !== person.id) continue
      session.person = person
      this.#presences.restamp(session)
      this.#fanout.send(session, { kind: 'notice', notice: { type: 'you', you: person } })
    }
    this.#rhythm.beat()
  }

  leave(session: Session): void {
    this.#presences.leave(session)
    this.#rhythm.beat()
  }

  /** Sends the presence of everybody to stock clients again before their timeout drops it. */
  renew(): void {
    this.#presences.renew()
    this.#rhythm.beat()
  }

  dispose(): void {
    this.#rhythm.dispose()
  }

  #mayUse(session: Session, client: number): boolean {
    const standing = this.#writer.owners.standing(session, client)
    return standing === 'own' || standing === 'free'
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

  /** A session that is behind is left out of the news; when it has caught up it is shown everybody instead. */
  #isLeftOut(session: Session): boolean {
    const misses = session.missesPresence
    session.missesPresence = this.#fanout.isBehind(session)
    if (misses && !session.missesPresence) this.showAll(session)
    return misses || session.missesPresence
  }
}
