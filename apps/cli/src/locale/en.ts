/** Every text of the command line, in ICU's message format. The lines of `inspect` are a log, and stay in English. */
export const en = {
  usage: 'usage: inkbridge {command} {usage}',
  unknownCommand: 'Unknown command: {name}',

  'inspect.usage': '<board link> [--for <seconds>] [--by websocket|polling] [--json]',
  'inspect.about':
    'prints every message of a board’s connection, its sender, the transport and the round trip; changes nothing',
  'inspect.seconds': '--for {value}: expected a number of seconds.',
  'inspect.transport': '--by {value}: expected websocket or polling.',
  'inspect.oneLink': 'Expected one board link.',
  'inspect.invalidLink':
    'This is not a board link. Expected https://host/b/<board>#k=<secret>, as copied by “Copy link”.',
  'inspect.connectionBy': '{connection} by {transport}',
  'inspect.fallback': '{connection}; WebSocket failed: {reason}',
  'inspect.summary': 'round trip {roundTrip}; in {in}; out {out}',
  'inspect.rate': '{messages, plural, one {# message} other {# messages}}, {bytes} bytes, {perSecond} bytes/s',

  'rotate.usage': '[--drop-old-keys]',
  'rotate.about':
    'gives the server of DATA_DIR a new key; guests and links stay. --drop-old-keys after a key has leaked: browsers become new guests',

  'done.key-rotated':
    'A new key is in use. {links, plural, one {# link was} other {# links were}} re-encrypted and still work; browsers get a new cookie on their next visit.',
  'done.old-keys-dropped':
    'The key was replaced and all older keys dropped. {links, plural, one {# link was} other {# links were}} re-encrypted and still work; browsers that have not visited since the last rotation are new guests.',

  'problem.setting': '{message}',
  'problem.no-boards':
    'There are no boards in {dataDir}. Set DATA_DIR to the server’s data folder. Nothing was changed.',
  'problem.unknown-command': 'This server does not know this command. Nothing was changed.',
  'problem.not-json': 'The command is not valid JSON. Nothing was changed.',
  'problem.failed': 'The command failed; the server log says why. Boards are not affected.',
  'problem.cut-short': 'The server stopped before it answered. Run the command again when it is running.',
  'problem.in-use':
    'A server is using {dataDir} and does not accept commands right now. Try again in a moment, or stop it first. Nothing was changed.',
  'problem.other-account': 'The server on {dataDir} belongs to another account. Run the command as that account.',
  'problem.error': '{message}',
} as const

export type Key = keyof typeof en

/** The texts of one language. */
export type Texts = Readonly<Record<Key, string>>
