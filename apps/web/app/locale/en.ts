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

  'signIn.title': 'Sign in',
  'signIn.keeps': 'Boards you made or joined in this browser become part of your account.',
  'signIn.submit': 'Sign in',
  'signIn.help': 'No account, or forgot your password? Ask the person who runs this server for a link.',
  'signIn.openId': 'Sign in with your organisation',
  'signIn.failed':
    'Signing in with your organisation failed. Nothing was changed; try again, or tell the person who runs this server.',
  'signIn.taken':
    'Your e-mail address has an account with a password here. Sign in with that, then connect your organisation on the account page.',

  'password.title': 'New password',
  'password.welcome': 'Welcome to Inkbridge',
  'password.new': 'New password',
  'password.hint': 'At least {count} characters, of any kind.',
  'password.submit': 'Save and sign in',

  'account.title': 'Account',
  'account.email': 'E-mail',
  'account.password': 'Password',
  'account.name': 'Your name',
  'account.save': 'Save',
  'account.saved': 'Saved.',
  'account.current': 'Current password',
  'account.changePassword': 'Change password',
  'account.passwordText': 'All other devices are signed out.',
  'account.passwordChanged': 'The password was changed. All other devices were signed out.',
  'account.connect': 'Connect your organisation',
  'account.connectText': 'Then you also sign in here with the account of your organisation.',
  'account.devices': 'Devices',
  'account.guest': 'Boards of this browser',
  'account.guestText':
    'Everything made in this browser before you signed in is now part of your account. If somebody else made it, give it back: this browser gets it, and you are signed out here.',
  'account.guestUndo': 'Give it back and sign out',
  'account.data': 'Your data',
  'account.dataText':
    'A file with your account, the list of your boards and your devices. Boards are exported one by one.',
  'account.download': 'Download',
  'account.delete': 'Delete account',
  'account.deleteText':
    'Your name is replaced by “Deleted person”. Boards stay for the other people on them. This can’t be undone.',
  'account.deleteAsk': 'Delete account…',
  'account.soleOwner':
    '{count, plural, one {You alone own this board. Nobody can manage it afterwards:} other {You alone own these # boards. Nobody can manage them afterwards:}}',
  'account.deleteConfirm': 'Delete my account',

  'administration.title': 'Administration',
  'administration.people': 'People',
  'administration.invite': 'Invite',
  'administration.link': 'Send {name} this link to set a password. It works once.',
  'administration.boards': 'Boards whose owners are gone',
  'administration.boardsText': 'Nobody who can sign in owns these boards. Take one over to manage it.',
  'administration.noBoards': 'No such boards.',
  'administration.takeOver': 'Take over',
  'administration.takeOverNamed': 'Take over {title}',
  'administration.administrator': 'administrator',
  'administration.disabled': 'disabled',
  'administration.noPassword': 'no password',
  'administration.reset': 'New password',
  'administration.resetNamed': 'New password for {name}',
  'administration.disable': 'Disable',
  'administration.disableNamed': 'Disable {name}',
  'administration.enable': 'Enable',
  'administration.enableNamed': 'Enable {name}',

  'linkPassword.title': 'This board needs a password',
  'linkPassword.text': 'The person who shared this link can tell it to you.',
  'linkPassword.label': 'Password',
  'linkPassword.wrong': 'This password is wrong. Nothing was changed; try again.',
  'linkPassword.open': 'Open the board',

  'notFound.title': 'Not found',
  'notFound.text': 'The address may be mistyped, or the board was deleted.',
  'notFound.exit': 'All boards',
} as const
