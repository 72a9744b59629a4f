import type { SyncStatus } from '@inkbridge/sync'
import type { BoardDamage } from '@inkbridge/types'

/** The state of one's work, as a person reads it. */
export interface StatusWords {
  readonly tone: 'ok' | 'warn' | 'bad' | 'quiet'
  /** In the bar. */
  readonly word: string
  /** On the card. */
  readonly headline: string
  readonly sentence: string
}

/** What to say of a connection and of the edits on their way. Pure. */
export function statusWords({
  connection,
  transport,
  edits,
  saving,
  loaded,
  keeping,
  role,
  problem,
  damaged,
}: SyncStatus): StatusWords {
  const headline = headlineOf(connection, transport, loaded)
  if (connection === 'stopped')
    return { tone: 'bad', word: 'Stopped', headline: 'Stopped', sentence: problem?.message ?? 'The connection ended.' }
  if (connection === 'connecting')
    return {
      tone: 'quiet',
      word: 'Connecting…',
      headline,
      sentence: 'The board will be here in a moment. You can draw already.',
    }
  const views = role === 'viewer' || role === 'commenter'
  if (connection === 'offline') {
    const sentence = views
      ? 'The server cannot be reached. You see the board as it was; it comes up to date by itself.'
      : `The server cannot be reached. Your drawing is kept on this device${keeping === 'kept' ? ', also when you close this page,' : ' as long as this page is open,'} and is saved by itself when the server is back.`
    return { tone: 'warn', word: views || edits.device === 0 ? 'Offline' : 'On this device', headline, sentence }
  }
  if (!saving)
    return {
      tone: 'bad',
      word: 'Not saving',
      headline: 'The server cannot save',
      sentence:
        'Its disk does not take edits just now. Your drawing is kept on this device and is saved by itself when the disk works again.',
    }
  if (damaged)
    return { tone: 'warn', word: 'Damaged', headline: 'This board is damaged', sentence: damageWords(damaged) }
  if (views)
    return {
      tone: 'ok',
      word: 'Live',
      headline,
      sentence: 'You see everything as it is drawn. This link does not let you change it.',
    }
  if (edits.device + edits.received > 0)
    return {
      tone: 'warn',
      word: 'Saving…',
      headline,
      sentence: 'Your last edits are on their way to the server’s disk.',
    }
  return {
    tone: 'ok',
    word: 'Saved',
    headline,
    sentence:
      transport === 'polling'
        ? 'This network does not let WebSocket through. Everything works, and WebSocket is tried again from time to time.'
        : 'Everything you drew is on the server’s disk.',
  }
}

/** What to say of a damaged board: what is shown, what is safe, what can be done. */
export function damageWords({ goodAt, restores }: BoardDamage): string {
  const shown =
    goodAt === null
      ? 'It was empty before that'
      : `You see it as it was on ${new Date(goodAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}`
  const next = restores
    ? 'Restore this state to go on drawing. What came later stays in the server’s log.'
    : 'Its owner can restore it.'
  return `This board is damaged and cannot be edited. ${shown}. ${next}`
}

function headlineOf(connection: SyncStatus['connection'], transport: SyncStatus['transport'], loaded: boolean): string {
  if (connection === 'live') return transport === 'polling' ? 'Live by long-polling' : 'Live'
  return connection === 'offline' ? (loaded ? 'Offline' : 'The server cannot be reached') : 'Connecting'
}
