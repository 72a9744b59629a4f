import { textsOf } from './source-text.ts'

/** A phrase that readers stumble over, and the usual term. */
export interface PlainWord {
  readonly name: string
  readonly pattern: RegExp
  readonly instead: string
}

/** Searched in comments, strings and documents. `CONTRIBUTING.md` has the rule; these were used before. */
export const plainWords: readonly PlainWord[] = [
  ['only look', 'view mode'],
  ['nothing but the board', 'zen mode'],
  ['show everything hidden', 'show all hidden shapes'],
  ['map of the board', 'minimap'],
  ['light or dark', 'theme'],
  ['what is drawn', 'content'],
  ['go by the grid', 'snap to grid'],
  ['in line with', 'alignment guides; snap to objects'],
  ['takes only what lies in it', 'selects only fully enclosed shapes'],
  ['tool after drawing', 'keep tool active'],
  ['shape drawn last', 'last used shape'],
  ['turn and mirror', 'rotate and flip'],
  ['paste where it was', 'paste in place'],
  ['write in it', 'edit'],
  ['another colour', 'custom colour'],
  ['too many words', 'overflow'],
  ['up and down', 'vertical'],
  ['draw anything', 'start drawing'],
  ['sees? what .{1,30} sees?', 'following'],
  ['words on the board', 'text on the board'],
  ['the one before', 'previous'],
  ['end the search', 'close'],
  ['is called that', 'no results'],
  ['nothing has passed', 'no messages yet'],
  ['copied as a picture', 'image copied'],
  ['is no address', 'invalid address'],
  ['(the|this) address does not take', 'method not allowed'],
  ['there is nothing at', 'not found'],
  ['by (itself|themselves)', 'automatically; alone'],
  ['(is|are) none', 'is invalid; is missing'],
  ['is no list', 'is not an array'],
  ['is wanted', 'expected'],
  ['half there', 'not implemented'],
  ['begins? (it )?empty', 'drops the store'],
  ['whoever', 'a client that; the person who'],
  ['whatever', 'any'],
  ['anew', 'again; new'],
  ['(is|are|was|were|be|been) told', 'is notified; receives'],
  ["one’s own|one's own", 'the user’s; own'],
  ['so (many|much|long|often)', 'this many; a number with its unit'],
  ['just so', '(leave out)'],
  ['just now', 'right now; (leave out)'],
  ['any more', 'no longer'],
  ['other button', 'context menu'],
  ['finger that rests', 'long press'],
  ['goes? along with', 'moves with'],
  ['holds? on to', 'is bound to'],
  ['taken? apart', 'decoded'],
  ['fills its place', 'box shape'],
  ['has it\\b', '(leave out)'],
  ['may be said of', 'attributes of'],
  ['what follows from', 'derived'],
  ['turnstile', 'connection limiter'],
  ['desk', 'command context'],
  ['sprouts?', 'connect handle'],
  ['stubborn\\w*', 'retry forever'],
  ['poison\\w*', 'corrupt'],
  ['knocks?', 'handshake'],
  ['comers?', 'newcomer'],
  ['adopted', 'reparented'],
  ['(un)?settled?', 'resolved'],
  ['overshoot', 'pan to reveal'],
  ['^\\W*what (is|are|was|were|a|an|one|people|somebody|comes|came)\\b', 'a noun that names the thing'],
].map(([name = '', instead = '']) => ({
  name,
  instead,
  pattern: new RegExp(`\\b(?:${name})\\b`.replace('\\b(?:^', '(?:^'), 'i'),
}))

/** An occurrence of such a phrase in a file. */
export interface Stumble {
  readonly path: string
  readonly line: number
  readonly word: PlainWord
}

/** The occurrences in comments and strings of sources, and in lines of documents. */
export function stumblesIn(files: ReadonlyMap<string, string>): readonly Stumble[] {
  return [...files].flatMap(([path, source]) =>
    (path.endsWith('.md') ? linesOf(source) : textsOf(path, source)).flatMap(({ text, line }) =>
      plainWords.filter(({ pattern }) => pattern.test(text)).map((word) => ({ path, line, word })),
    ),
  )
}

/** The lines of a document, numbered from 1, without code spans. */
function linesOf(source: string): readonly { readonly text: string; readonly line: number }[] {
  return source.split('\n').map((text, index) => ({ text: text.replace(/`[^`]*`/g, ''), line: index + 1 }))
}

/** The number of occurrences in each file; files without any are left out. */
export function countsOf(stumbles: readonly Stumble[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { path } of stumbles) counts.set(path, (counts.get(path) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The occurrences in files that have more of them than before. */
export function moreThan(before: Readonly<Record<string, number>>, stumbles: readonly Stumble[]): readonly Stumble[] {
  const counts = countsOf(stumbles)
  return stumbles.filter(({ path }) => (counts[path] ?? 0) > (before[path] ?? 0))
}
