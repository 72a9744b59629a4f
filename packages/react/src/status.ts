import type { SyncStatus } from '@inkbridge/sync'
import { type BoardDamage, closeCodes } from '@inkbridge/types'

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
  const views = role === 'viewer' || role === 'commenter'
  const unsaved = edits.device > 0 ? ` ${unsavedWords(keeping)}` : ''
  if (connection === 'stopped')
    return { ...stoppedWords, sentence: `${problem?.message ?? 'The connection ended.'}${unsaved}` }
  if (connection === 'connecting')
    return { tone: 'quiet', word: 'Connecting…', headline, sentence: comingWords(loaded) }
  if (views && unsaved && !damaged)
    return { ...notSavedWords, sentence: `You can no longer change this board.${unsaved}` }
  if (connection === 'offline')
    return {
      tone: 'warn',
      word: edits.device === 0 ? 'Offline' : 'On this device',
      headline,
      sentence: views ? `${seenOffline}${unsaved}` : offlineWords(keeping),
    }
  if (!saving)
    return {
      tone: 'bad',
      word: 'Not saving',
      headline: 'The server cannot save',
      sentence:
        'Its disk does not take edits just now. Your drawing is kept on this device and is saved by itself when the disk works again.',
    }
  if (damaged) return { ...damagedWords, sentence: `${damageWords(damaged)}${unsaved}` }
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

const stoppedWords = { tone: 'bad', word: 'Stopped', headline: 'Stopped' } as const
const damagedWords = { tone: 'warn', word: 'Damaged', headline: 'This board is damaged' } as const
const notSavedWords = { tone: 'bad', word: 'Not saved', headline: 'Your last edits are not saved' } as const
const seenOffline = 'The server cannot be reached. You see the board as it was; it comes up to date by itself.'

function comingWords(loaded: boolean): string {
  return loaded
    ? 'The board comes up to date in a moment. You can go on drawing.'
    : 'The board will be here in a moment. You can draw already.'
}

function offlineWords(keeping: SyncStatus['keeping']): string {
  const until = keeping === 'kept' ? ', also when you close this page,' : ' as long as this page is open,'
  return `The server cannot be reached. Your drawing is kept on this device${until} and is saved by itself when the server is back.`
}

/** What to say of edits that the server does not take. */
function unsavedWords(keeping: SyncStatus['keeping']): string {
  const where =
    keeping === 'kept'
      ? 'Your last edits are only on this device.'
      : 'Your last edits are only on this page, as long as it is open.'
  return `${where} Save the board as a file to keep them.`
}

/** Why a board is not open. Who was never let in, and shows no key, came by an address without one. */
export function stoppedReason({ problem, you }: SyncStatus, hasKey: boolean, keepsCookies: boolean): string {
  if (problem?.code !== closeCodes.forbidden || hasKey || you) return problem?.message ?? 'The connection ended.'
  return keepsCookies
    ? 'This address lacks its key, or the board was deleted. Ask for a link from Share.'
    : 'This browser keeps no cookies, so it opens a board only by its whole link. Ask for a link from Share, or allow cookies for this site.'
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
