import { closeCodes, type Rejection, reactionTo } from '@inkbridge/types'
import type { StopReason, SyncStatus } from './status.ts'
import type { TransportClosed, TransportName } from './transport.ts'

/** The state of a document's connection. Plain data: timers and sockets belong to the code that runs the effects. */
export interface ConnectionState {
  /**
   * `reading`: the local copy is read first. `opening`: the first attempt. `waiting`: the backoff delay, followed by
   * `reopening`. `replacing`: without a connection, while the document is being replaced.
   */
  readonly phase: 'reading' | 'opening' | 'open' | 'waiting' | 'reopening' | 'replacing' | 'stopped' | 'disposed'
  /** Of the open connection. */
  readonly transport: TransportName | null
  /** The server asked to spread the next attempts over this time, ms. */
  readonly spreadMs: number
  /** Whether a document the server does not accept can be replaced; otherwise the connection stops. */
  readonly canReplace: boolean
}

export type ConnectionInput =
  | { readonly type: 'copy-read' }
  | { readonly type: 'opened'; readonly transport: TransportName }
  | { readonly type: 'closed'; readonly reason: TransportClosed }
  /** The server has sent everything that was missing here. */
  | { readonly type: 'synced' }
  /** The server is about to restart. */
  | { readonly type: 'restarting'; readonly spreadMs: number }
  /** The server must be asked for everything again, by a new session. */
  | { readonly type: 'restart-session'; readonly why: string }
  /** The board has another generation than the document. */
  | { readonly type: 'outdated'; readonly generation: number }
  | { readonly type: 'replacement-failed'; readonly why: string }
  /** A retry would end the same way. */
  | { readonly type: 'failed'; readonly problem: Rejection }
  /** The backoff delay is over. */
  | { readonly type: 'retry' }
  /** The page woke up, the network returned, or the network was lost. */
  | { readonly type: 'woken' }
  | { readonly type: 'dispose' }

export type ConnectionEffect =
  /** Starts an attempt by the transport. */
  | { readonly type: 'open' }
  /** Ends the session, and the attempt or connection under it. */
  | { readonly type: 'close' }
  /** Starts a session on the open connection, after ending the previous one. */
  | { readonly type: 'begin-session' }
  /** Probes the server now, and tries better transports. */
  | { readonly type: 'check' }
  | { readonly type: 'wait'; readonly spreadMs: number }
  | { readonly type: 'cancel-wait' }
  | { readonly type: 'reset-backoff' }
  /** Makes another document that the server accepts. */
  | { readonly type: 'reauthor'; readonly why: string }
  | { readonly type: 'change-generation'; readonly generation: number }
  | {
      readonly type: 'record'
      readonly what: 'opened' | 'closed'
      readonly transport: TransportName | null
      readonly why: string
    }
  | { readonly type: 'show'; readonly change: Partial<SyncStatus> }

export interface ConnectionStep {
  readonly state: ConnectionState
  /** In the order in which they are to be run. */
  readonly effects: readonly ConnectionEffect[]
}

export function startConnection(canReplace: boolean): ConnectionState {
  return { phase: 'reading', transport: null, spreadMs: 0, canReplace }
}

/** Returns the next state and the effects of an input. An input that has no meaning in a phase changes nothing. */
export function nextConnection(state: ConnectionState, input: ConnectionInput): ConnectionStep {
  if (input.type === 'dispose') return disposed(state)
  switch (state.phase) {
    case 'reading':
      return input.type === 'copy-read' ? opening(state, 'opening') : unchanged(state)
    case 'opening':
    case 'reopening':
      return whileOpening(state, input)
    case 'open':
      return whileOpen(state, input)
    case 'waiting':
      return input.type === 'retry' || input.type === 'woken' ? opening(state, 'reopening') : unchanged(state)
    case 'replacing':
      return input.type === 'replacement-failed' ? lost(state, noCode(input.why)) : unchanged(state)
    case 'stopped':
    case 'disposed':
      return unchanged(state)
  }
}

function whileOpening(state: ConnectionState, input: ConnectionInput): ConnectionStep {
  switch (input.type) {
    case 'opened':
      return opened(state, input.transport)
    case 'closed':
      return lost(state, input.reason)
    case 'woken':
      // An attempt started offline may hang; the first one is younger than the page.
      return state.phase === 'reopening' ? { state, effects: [{ type: 'close' }, { type: 'open' }] } : unchanged(state)
    default:
      return unchanged(state)
  }
}

function whileOpen(state: ConnectionState, input: ConnectionInput): ConnectionStep {
  switch (input.type) {
    case 'opened':
      return opened(state, input.transport)
    case 'closed':
      return lost(state, input.reason)
    case 'restart-session':
      return lost(state, noCode(input.why))
    case 'synced':
      return { state: { ...state, spreadMs: 0 }, effects: [{ type: 'reset-backoff' }, show(synced)] }
    case 'restarting':
      return { state: { ...state, spreadMs: input.spreadMs }, effects: [] }
    case 'outdated':
      return state.canReplace
        ? replacing(state, { type: 'change-generation', generation: input.generation })
        : stopped(state, anotherDocument)
    case 'failed':
      return stopped(state, input.problem)
    case 'woken':
      return { state, effects: [{ type: 'check' }] }
    default:
      return unchanged(state)
  }
}

function opening(state: ConnectionState, phase: 'opening' | 'reopening'): ConnectionStep {
  return { state: { ...state, phase }, effects: [{ type: 'cancel-wait' }, { type: 'open' }] }
}

function opened(state: ConnectionState, transport: TransportName): ConnectionStep {
  return {
    state: { ...state, phase: 'open', transport },
    effects: [show({ transport }), record('opened', transport, ''), { type: 'begin-session' }],
  }
}

function lost(state: ConnectionState, reason: TransportClosed): ConnectionStep {
  const { code, message } = reason
  const { state: next, effects } = afterLoss(state, reason)
  const why = code === null ? message : `${code} ${message}`
  return { state: next, effects: [record('closed', state.transport, why), ...effects] }
}

function afterLoss(state: ConnectionState, { code, reason, message }: TransportClosed): ConnectionStep {
  if (code === closeCodes.notYours && state.canReplace) return replacing(state, { type: 'reauthor', why: message })
  if (code !== null && reactionTo(code) === 'stop') return stopped(state, { code, reason, message })
  return {
    state: { ...state, phase: 'waiting', transport: null },
    effects: [{ type: 'close' }, show(without('offline')), { type: 'wait', spreadMs: state.spreadMs }],
  }
}

function replacing(state: ConnectionState, replacement: ConnectionEffect): ConnectionStep {
  return {
    state: { ...state, phase: 'replacing', transport: null },
    effects: [{ type: 'close' }, show(without('connecting')), replacement],
  }
}

function stopped(state: ConnectionState, problem: StopReason): ConnectionStep {
  return {
    state: { ...state, phase: 'stopped', transport: null },
    effects: [{ type: 'close' }, show({ ...without('stopped'), problem })],
  }
}

function disposed(state: ConnectionState): ConnectionStep {
  if (state.phase === 'disposed') return unchanged(state)
  return {
    state: { ...state, phase: 'disposed', transport: null },
    effects: [{ type: 'cancel-wait' }, { type: 'close' }],
  }
}

function unchanged(state: ConnectionState): ConnectionStep {
  return { state, effects: [] }
}

function show(change: Partial<SyncStatus>): ConnectionEffect {
  return { type: 'show', change }
}

function record(what: 'opened' | 'closed', transport: TransportName | null, why: string): ConnectionEffect {
  return { type: 'record', what, transport, why }
}

function without(connection: SyncStatus['connection']): Partial<SyncStatus> {
  return { connection, transport: null, roundTripMs: null }
}

function noCode(message: string): TransportClosed {
  return { code: null, message }
}

const synced: Partial<SyncStatus> = { synced: true, loaded: true, progress: null, connection: 'live' }

const anotherDocument: Rejection = {
  code: closeCodes.notYours,
  reason: 'board-replaced',
  message: 'This board was replaced by an earlier state on the server. Open it again; what was saved is there.',
}
