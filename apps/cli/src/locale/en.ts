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

  'export.usage':
    '<board link or id>… | --all [--format json|excalidraw|tldr|svg|png|pdf] [--to <file or folder>] [--overwrite] [--theme light|dark] [--no-paper] [--scale <pixels>] [--pages board|frames] [--no-images]',
  'export.about':
    'saves boards as files: a link opens a board on any server, an id or --all those in DATA_DIR, whether its server is running or not',
  'export.which': 'Expected links or ids of boards, or --all.',
  'export.saved': 'Saved {path}.',
  'export.exists':
    'There is a file {path}. Nothing was written; choose another place with --to, or replace it with --overwrite.',
  'export.failed': 'Board {board} was not saved. {message}',

  'import.usage': '<file or folder>… [--into <board link or id> | --server <url>]',
  'import.about':
    'makes a board of each file (Inkbridge, Excalidraw, tldraw, Obsidian, Mermaid, CSV; PNG and SVG with a drawing in them), or adds them to the board of --into; without --server in DATA_DIR, whether its server is running or not',
  'import.noFile': 'Expected files or folders.',
  'import.oneTarget': 'Expected --into or --server, not both.',
  'import.invalidServer': '--server {server}: expected an address such as https://ink.example.org.',
  'import.missing': 'There is no file or folder {path}. Nothing was changed.',
  'import.done': '{path}: {shapes, plural, one {# shape} other {# shapes}}, {link}',
  'import.skipped': '{path} is neither a board nor a drawing, and was skipped.',
  'import.failed': '{path} was not imported. {message}',

  'report.approximated': '{count, plural, one {# is} other {# are}} approximated ({reasons}).',
  'report.placeholders': '{count, plural, one {# is} other {# are}} missing ({reasons}).',

  'places.invalid': '{name} is neither a board link, https://host/b/<board>#k=<secret>, nor the id of a board.',
  'places.missing': 'There is no board {name} in DATA_DIR, or it is in the trash. Nothing was changed.',
  'places.accountsOnly':
    'This server lets in only people with an account (ACCESS=private), so links open nothing. Nothing was changed; stop the server, then run the command again.',

  'api.unreachable':
    'No server answers at {origin}. Nothing was changed; check the address, and whether it is running.',
  'api.noAnswer': 'What answers at {origin} is not an Inkbridge server, or a proxy in front of it refuses the request.',

  'rotate.usage': '[--drop-old-keys]',
  'rotate.about':
    'gives the server of DATA_DIR a new key; guests and links stay. --drop-old-keys after a key has leaked: browsers become new guests',

  'done.key-rotated':
    'A new key is in use. {links, plural, one {# link was} other {# links were}} re-encrypted and still work; browsers get a new cookie on their next visit.',
  'done.old-keys-dropped':
    'The key was replaced and all older keys dropped. {links, plural, one {# link was} other {# links were}} re-encrypted and still work; browsers that have not visited since the last rotation are new guests.',

  'user.usage': 'add <e-mail> [--name <name>] | list | disable <e-mail> | enable <e-mail> | reset <e-mail>',
  'user.about':
    'manages the accounts of the server of DATA_DIR, running or not: add and reset print a link with which the person sets a password, disable ends their connections; the first account administers',
  'user.expected': 'Expected add, disable, enable or reset with an e-mail address, or list.',
  'user.user-added':
    '{email} has an account. Send them this link to set a password; it works once, for {days, plural, one {# day} other {# days}}:\n{link}',
  'user.administrator-added':
    '{email} has the first account, and administers this server. This link sets a password; it works once, for {days, plural, one {# day} other {# days}}:\n{link}',
  'user.user-reset':
    'This link sets a new password for {email}; it works once, for {days, plural, one {# day} other {# days}}, and earlier ones no longer do. Until then the old password stays:\n{link}',
  'user.user-disabled': '{email} can no longer sign in, and was signed out everywhere. Their boards are unchanged.',
  'user.user-enabled': '{email} can sign in again.',
  'user.user-exists':
    '{email} has an account already. Nothing was changed; use inkbridge user reset for a new password.',
  'user.user-missing': 'Nobody has an account with the address {email}. Nothing was changed.',
  'user.none': 'There are no accounts.',
  'user.administrator': 'administrator',
  'user.disabled': 'disabled',
  'user.noPassword': 'no password',

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
