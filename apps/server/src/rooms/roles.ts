import { limits, mayEdit, type Person, type Role } from '@inkbridge/types'
import type { Right } from '../storage/storage.ts'
import type { Answers } from './answers.ts'
import type { Fanout } from './fanout.ts'
import { revoked } from './rejections.ts'
import type { Session } from './session.ts'
import type { Writer } from './writer.ts'

/** The role of each session on a board, and the notices about it. */
export class Roles {
  readonly #fanout: Fanout
  readonly #writer: Writer
  readonly #answers: Answers
  readonly #asking: () => readonly Person[]
  readonly #now: () => number

  constructor(fanout: Fanout, writer: Writer, answers: Answers, asking: () => readonly Person[], now: () => number) {
    this.#fanout = fanout
    this.#writer = writer
    this.#answers = answers
    this.#asking = asking
    this.#now = now
  }

  /** Sends a new session its role and person, and the properties of the board. */
  greet(session: Session, title: string): void {
    const { damage, generation, documentBytes, saves } = this.#writer
    const restores = session.role === 'owner'
    session.role = this.#roleFor(session.role)
    const { role, person } = session
    this.#fanout.send(session, {
      kind: 'hello',
      hello: {
        protocol: 1,
        role,
        you: person,
        title,
        maxFrameBytes: limits.maxFrameBytes,
        documentBytes,
        generation,
        ...(session.locked ? { locked: true } : {}),
        ...(damage ? { damaged: { goodAt: damage.goodAt, since: damage.since, restores } } : {}),
      },
    })
    if (this.#asking().length > 0) this.showRequests(session)
    if (!saves) this.#fanout.send(session, { kind: 'notice', notice: { type: 'not-saving' } })
  }

  /** Sets the right of a session from its next message on; null closes it. */
  allow(session: Session, right: Right | null): void {
    if (right === null) return this.#fanout.end(session, revoked)
    session.until = right.until
    const role = this.#roleFor(right.role)
    const { locked = false } = right
    if (role === session.role && locked === session.locked) return
    const could = mayEdit(session.role)
    session.role = role
    session.locked = locked
    if (could && !mayEdit(role)) session.lostEditingAt = this.#now()
    this.#fanout.send(session, { kind: 'notice', notice: { type: 'role', role, ...(locked ? { locked } : {}) } })
    if (!could && mayEdit(role)) this.#answers.ask(session)
    this.showRequests(session)
  }

  /** Tells an owner who asks to be let in. */
  showRequests(session: Session): void {
    if (session.role !== 'owner') return
    this.#fanout.send(session, { kind: 'notice', notice: { type: 'requests', people: this.#asking() } })
  }

  /** On a damaged board everybody is a viewer. */
  #roleFor(role: Role): Role {
    return this.#writer.damage ? 'viewer' : role
  }
}
