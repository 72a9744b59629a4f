/** Every text of the pages, in the format described in `packages/react/src/locale/en.ts`. */
export const en = {
  'site.description': 'A self-hosted whiteboard for real-time collaboration',
  'site.underPath':
    'Inkbridge does not work under a path. The person who runs this server has to give it a host name of its own, such as https://ink.example.org.',
  'site.copyOf': '{title} (copy)',

  'boards.title': 'Boards',
  'boards.search': 'Search titles',
  'boards.import': 'Import',
  'boards.new': 'New board',
  'boards.untitled': 'Untitled board',
  'boards.absent':
    'The server can’t be reached right now. Boards you opened in this browser still open, and what you draw is saved when the server is back.',
  'boards.noCookies':
    'This browser blocks cookies, so boards are not listed here. Save the complete address of each board that you create, or allow cookies for this site.',
  'boards.none': 'No boards yet. Create one, and share its link to draw together.',
  'boards.noMatch': 'No board title contains “{words}”.',
  'boards.deleted': '“{title}” was deleted.',
  'boards.undo': 'Undo',

  'card.more': 'More',
  'card.moreNamed': 'More: {title}',
  'card.titleField': 'Title',
  'card.rename': 'Rename',
  'card.duplicate': 'Duplicate',
  'card.delete': 'Delete',
  'card.here': '{count, plural, one {# person here now} other {# people here now}}',
  'card.today': '{day}, {time}',
  'card.viewOnly': '{when} · view only',

  'open.title': 'This board can’t be opened',
  'open.unreachable':
    'The server can’t be reached right now. Your link is kept in this tab, and the board opens automatically when the server is back.',
  'open.exit': 'All boards',

  'notFound.title': 'Not found',
  'notFound.text': 'The address may be mistyped, or the board was deleted.',
  'notFound.exit': 'All boards',
} as const
