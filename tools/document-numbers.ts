/** A number that a document states and the code decides. */
export interface StatedNumber {
  readonly document: string
  /** The surrounding text, with `{}` in its place. */
  readonly says: string
  /** The file of the constant or property, and its name. */
  readonly file: string
  readonly name: string
  /** One of the document's unit in that of the code: 1,000 for seconds of a constant in ms. Default: 1. */
  readonly per?: number
}

const mb = 1_048_576
const [limits, sync, server] = ['packages/types/src/limits.ts', 'packages/sync/src', 'apps/server/src'] as const

/** The numbers that are compared. When such a constant changes, `check` points to the sentence. */
export const statedNumbers: readonly StatedNumber[] = [
  number('ARCHITECTURE.md', 'writes every update some {} ms after', `${sync}/local/local-persistence.ts`, 'flushMs'),
  number('ARCHITECTURE.md', 'runs it for {} ms at a time', 'packages/board/src/slices.ts', 'sliceMs'),
  number('ARCHITECTURE.md', 'Tiles of {} CSS pixels', 'packages/canvas/src/render/tiles.ts', 'tilePx'),
  number(
    'docs/life-of-a-stroke.md',
    'some {} ms later, network or not',
    `${sync}/local/local-persistence.ts`,
    'flushMs',
  ),
  number(
    'docs/life-of-a-stroke.md',
    '{} seconds after they left',
    `${server}/rooms/abandoned-strokes.ts`,
    'abandonedMs',
    1_000,
  ),
  number('docs/operations.md', 'the server pings every {} s', `${server}/gateway/yjs-door.ts`, 'pingMs', 1_000),
  number('docs/operations.md', 'after {} s the stop is forced', `${server}/serve.ts`, 'stopMs', 1_000),
  number('docs/operations.md', 'only the {} MB heap', `${server}/threads/bounded-process.ts`, 'maxHeapMb'),
  number('docs/operations.md', 'grown beyond {} MB', `${server}/threads/bounded-process.ts`, 'restBytes', mb),
  number('docs/operations.md', '{} MB of free disk', `${server}/storage/disk.ts`, 'floorBytes', mb),
  number('docs/operations.md', '| {} | an uncaught error', `${server}/fatal.ts`, 'fatalExitCode'),
  number('docs/protocol.md', 'up to {} boards it owns', limits, 'maxListedBoards'),
  number('docs/protocol.md', 'up to {} characters, is indexed', limits, 'maxIndexedText'),
  number('docs/protocol.md', 'after {} s without one', `${server}/events/pauses.ts`, 'calmMs', 1_000),
  number('docs/protocol.md', 'and {} s after the first', `${server}/events/pauses.ts`, 'mostMs', 1_000),
  number('docs/protocol.md', 'has up to {} folders', limits, 'maxFolders'),
  number('docs/protocol.md', 'comes every {} s', `${server}/events/event-stream.ts`, 'heartbeatMs', 1_000),
  number('docs/protocol.md', 'more than {} bytes of it', `${server}/events/event-stream.ts`, 'maxUnreadBytes'),
  number('docs/protocol.md', 'at most {} streams', `${server}/events/event-stream.ts`, 'streamsOfPerson'),
  number('docs/protocol.md', 'an address {} (429', `${server}/events/event-stream.ts`, 'streamsOfAddress'),
  number('docs/operations.md', 'of {} MB for `/api/`', limits, 'maxImportBytes', mb),
  number('docs/operations.md', 'up to {} keys', `${server}/storage/secrets.ts`, 'maxKeys'),
  number(
    'docs/operations.md',
    '({} connections, 50 joins a second)',
    `${server}/admission/connection-limiter.ts`,
    'maxFromAddress',
  ),
  number(
    'docs/protocol.md',
    'messages within {} ms go in one response',
    `${server}/gateway/socketio-door.ts`,
    'pollMs',
  ),
  number('docs/protocol.md', 'messages within {} ms in one request', `${sync}/socketio-transport.ts`, 'gatherMs'),
  number('docs/protocol.md', 'A frame of more than {} bytes is refused', limits, 'maxFrameBytes'),
  number('docs/protocol.md', 'A frame of more than {} bytes travels as chunks', limits, 'maxChunkBytes'),
  number('docs/protocol.md', 'A reader with more than {} unread bytes', limits, 'behindBytes'),
  number('docs/protocol.md', 'With more than {} bytes, or after five seconds behind', limits, 'maxUnsentBytes'),
  number('docs/protocol.md', 'A state of more than {} bytes', limits, 'maxPresenceBytes'),
  number('docs/protocol.md', 'a line of more than {} characters', 'packages/types/src/packet.ts', 'maxPacketLength'),
  number('docs/protocol.md', 'a commit takes longer than {} ms', `${server}/rooms/writer.ts`, 'slowMs'),
  number('docs/protocol.md', 'unloaded with {} updates since', `${server}/rooms/writer.ts`, 'worthTail'),
  number('docs/protocol.md', 'when {} are more bytes than the snapshot', `${server}/rooms/writer.ts`, 'longTail'),
  number(
    'docs/protocol.md',
    'A guest has at most {} connections',
    `${server}/admission/connection-limiter.ts`,
    'maxOfGuest',
  ),
  number(
    'docs/protocol.md',
    'An address has at most {} unauthenticated',
    `${server}/admission/connection-limiter.ts`,
    'maxUnadmitted',
  ),
  number('docs/protocol.md', 'when {} messages or more', `${server}/rooms/intake.ts`, 'maxWaiting'),
  number('docs/protocol.md', 'less than {} bytes a second', `${server}/http/body.ts`, 'minBytesPerSecond'),
  number('docs/protocol.md', 'All states are renewed every {} s', `${server}/rooms/presences.ts`, 'renewMs', 1_000),
  number('docs/protocol.md', 'Our client pings every {} s', `${sync}/probe.ts`, 'everyMs', 1_000),
  number('docs/protocol.md', 'no answer within {} s', `${sync}/probe.ts`, 'patienceMs', 1_000),
  number('docs/protocol.md', 'doubles from {} s', `${sync}/backoff.ts`, 'firstMs', 1_000),
  number('docs/protocol.md', 's to {} s, and starts again', `${sync}/backoff.ts`, 'capMs', 1_000),
  number('docs/protocol.md', 'the board is larger than {} bytes', `${sync}/snapshot.ts`, 'smallBoardBytes'),
  number('docs/protocol.md', '{} pixels on a side', `${server}/pictures/picture-process.ts`, 'maxSide'),
  number('docs/protocol.md', 'more than {} MB as an SVG', `${server}/pictures/picture-process.ts`, 'maxSvgLength', mb),
  number('docs/protocol.md', 'longer than {} characters is cut', 'packages/types/src/rich-text.ts', 'maxTextLength'),
  number('docs/schema.md', 'Ids have 1 to {} characters', limits, 'maxKeyLength'),
  number('docs/schema.md', 'at most {} characters.', limits, 'maxOrderLength'),
  number('docs/schema.md', "its author's name ({} characters)", limits, 'maxNameLength'),
  number('docs/schema.md', 'has a `name` ({} characters)', limits, 'maxTitleLength'),
  number('docs/schema.md', 'Version {} (`meta.schema`)', 'packages/board/src/layout.ts', 'schemaVersion'),
  number('docs/schema.md', 'No more than {} characters are shown', 'packages/types/src/rich-text.ts', 'maxTextLength'),
  number('docs/schema.md', 'number of points, at most {}', limits, 'maxStrokePoints'),
  number('docs/schema.md', 'the innermost {} groups', 'packages/board/src/groups.ts', 'maxNesting'),
  number('docs/schema.md', 'replaced every {} strokes', 'packages/board/src/live-strokes.ts', 'strokesAList'),
]

function number(document: string, says: string, file: string, name: string, per = 1): StatedNumber {
  return { document, says, file, name, per }
}

/** Lists the numbers of a document that differ from the code. `read` returns the text of a file, or null. */
export function wrongNumbers(
  stated: readonly StatedNumber[],
  read: (path: string) => string | null,
): readonly string[] {
  return stated.flatMap(({ document, says, file, name, per = 1 }) => {
    const value = constantIn(read(file) ?? '', name)
    if (value === null) return [`${file} has no number ${name}, which ${document} states`]
    const sentence = says.replace('{}', (value / per).toLocaleString('en'))
    const isStated = (read(document) ?? '').includes(sentence)
    return isStated ? [] : [`${document} should say “${sentence}”: ${name} of ${file} is ${value.toLocaleString('en')}`]
  })
}

/** The value of a constant or property of a source file, if it is a number or a product of numbers. */
export function constantIn(source: string, name: string): number | null {
  const [, text] = new RegExp(`\\b${name}(?::\\s*|\\s*=\\s*)([\\d_.e]+(?:\\s*\\*\\s*[\\d_.e]+)*)\\b`).exec(source) ?? []
  if (text === undefined) return null
  return text.split('*').reduce((product, factor) => product * Number(factor.trim().replaceAll('_', '')), 1)
}
