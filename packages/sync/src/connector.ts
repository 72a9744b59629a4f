import { type Backoff, createBackoff } from './backoff.ts'
import { type ConnectionEffect, type ConnectionInput, nextConnection, startConnection } from './connection.ts'
import type { Transport, TransportConnection, TransportName } from './transport.ts'

type OwnEffect = 'open' | 'close' | 'begin-session' | 'wait' | 'cancel-wait' | 'reset-backoff'

export interface ConnectorEvents {
  /** A session starts on this connection. */
  begin(connection: TransportConnection): void
  /** The session, if there is one, ends. */
  end(): void
  received(message: Uint8Array): void
  failed(transport: TransportName, why: string): void
  run(effect: Exclude<ConnectionEffect, { readonly type: OwnEffect }>): void
}

/** Runs the state machine of a connection: opens and closes attempts of a transport, and waits between them. */
export class Connector {
  readonly #transport: Transport
  readonly #events: ConnectorEvents
  readonly #random: () => number
  readonly #backoff: Backoff
  #state: ReturnType<typeof startConnection>
  /** Inputs that arrived while effects are run; they wait until those are done. */
  readonly #inputs: ConnectionInput[] = []
  #isBusy = false
  #attempt: TransportConnection | null = null
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(transport: Transport, canReplace: boolean, random: () => number, events: ConnectorEvents) {
    this.#transport = transport
    this.#state = startConnection(canReplace)
    this.#random = random
    this.#backoff = createBackoff(random)
    this.#events = events
  }

  /** Processes an input. All effects of one input are run before the next input. */
  dispatch(input: ConnectionInput): void {
    this.#inputs.push(input)
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) this.#take(next)
    } finally {
      this.#isBusy = false
    }
  }

  #take(input: ConnectionInput): void {
    const { state, effects } = nextConnection(this.#state, input)
    this.#state = state
    for (const effect of effects) this.#run(effect)
  }

  #run(effect: ConnectionEffect): void {
    switch (effect.type) {
      case 'open':
        return this.#open()
      case 'close':
        return this.#close()
      case 'begin-session':
        if (this.#attempt) this.#events.begin(this.#attempt)
        return
      case 'wait':
        return this.#wait(effect.spreadMs)
      case 'cancel-wait':
        return clearTimeout(this.#retry)
      case 'reset-backoff':
        return this.#backoff.reset()
      default:
        return this.#events.run(effect)
    }
  }

  #open(): void {
    this.#attempt = this.#transport.open({
      opened: (transport) => this.dispatch({ type: 'opened', transport }),
      received: (message) => this.#events.received(message),
      closed: (reason) => this.dispatch({ type: 'closed', reason }),
      failed: (transport, why) => this.#events.failed(transport, why),
    })
  }

  #close(): void {
    const attempt = this.#attempt
    this.#attempt = null
    this.#events.end()
    attempt?.close()
  }

  #wait(spreadMs: number): void {
    this.#retry = setTimeout(() => this.dispatch({ type: 'retry' }), this.#backoff.next() + this.#random() * spreadMs)
  }
}
