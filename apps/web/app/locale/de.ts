import type { en } from './en.ts'

/** The texts of the pages in German. */
export const de: Readonly<Record<keyof typeof en, string>> = {
  'site.description': 'Ein selbst gehostetes Whiteboard für die Zusammenarbeit in Echtzeit',
  'site.underPath':
    'Inkbridge funktioniert nicht unter einem Pfad. Wer diesen Server betreibt, muss ihm einen eigenen Hostnamen geben, zum Beispiel https://ink.example.org.',
  'site.copyOf': '{title} (Kopie)',

  'boards.title': 'Boards',
  'boards.search': 'Titel und Text suchen',
  'boards.import': 'Importieren',
  'boards.new': 'Neues Board',
  'boards.untitled': 'Unbenanntes Board',
  'boards.absent':
    'Der Server ist gerade nicht erreichbar. Boards, die Sie in diesem Browser geöffnet haben, lassen sich weiter öffnen. Was Sie zeichnen, wird gespeichert, sobald der Server wieder da ist.',
  'boards.noCookies':
    'Dieser Browser blockiert Cookies, deshalb stehen hier keine Boards. Heben Sie die ganze Adresse jedes Boards auf, das Sie anlegen, oder erlauben Sie Cookies für diese Website.',
  'boards.none': 'Noch keine Boards. Legen Sie eines an und teilen Sie den Link, um gemeinsam zu zeichnen.',
  'boards.noMatch': 'Kein Board enthält „{words}“, weder im Titel noch im Text.',
  'boards.deleted': '„{title}“ wurde in den Papierkorb verschoben.',
  'boards.deletedMany': '{count, plural, one {# Board wurde} other {# Boards wurden}} in den Papierkorb verschoben.',
  'boards.notExported': '„{title}“ lässt sich gerade nicht exportieren. Versuchen Sie es gleich noch einmal.',
  'boards.undo': 'Rückgängig',

  'card.more': 'Mehr',
  'card.moreNamed': 'Mehr: {title}',
  'card.titleField': 'Titel',
  'card.rename': 'Umbenennen',
  'card.duplicate': 'Duplizieren',
  'card.delete': 'In den Papierkorb',
  'card.star': 'Mit Stern markieren',
  'card.unstar': 'Stern entfernen',
  'card.starred': 'Mit Stern markiert',
  'card.move': 'In Ordner verschieben …',
  'card.export': 'Exportieren',
  'card.restore': 'Wiederherstellen',
  'card.discard': 'Endgültig löschen',
  'card.select': '{title} auswählen',
  'card.purged': 'Wird am {date} endgültig gelöscht',
  'card.here': '{count, plural, one {Gerade # Person hier} other {Gerade # Personen hier}}',
  'card.today': '{day}, {time}',
  'card.viewOnly': '{when} · nur ansehen',

  'view.all': 'Alle Boards',
  'view.recent': 'Zuletzt geöffnet',
  'view.starred': 'Mit Stern',
  'view.mine': 'Meine Boards',
  'view.shared': 'Mit mir geteilt',
  'view.trash': 'Papierkorb',

  'nav.label': 'Boards und Ordner',
  'nav.open': 'Boards und Ordner',
  'nav.folders': 'Ordner',
  'nav.folder': 'Ordner',

  'folder.new': 'Neuer Ordner',
  'folder.newInside': 'Neuer Ordner darin',
  'folder.name': 'Name des Ordners',
  'folder.inside': 'Ordner in {name}',
  'folder.delete': 'Ordner löschen',

  'sort.label': 'Sortiert nach: {by}',
  'sort.changed': 'Zuletzt geändert',
  'sort.opened': 'Zuletzt geöffnet',
  'sort.title': 'Titel',
  'sort.created': 'Neueste zuerst',

  'look.grid': 'Als Raster anzeigen',
  'look.list': 'Als Liste anzeigen',

  'selection.label': 'Ausgewählte Boards',
  'selection.count': '{count, plural, one {# ausgewählt} other {# ausgewählt}}',
  'selection.clear': 'Auswahl aufheben',

  'move.title': '{count, plural, one {Board verschieben} other {# Boards verschieben}}',
  'move.none': 'Kein Ordner',

  'discard.title': '„{title}“ endgültig löschen?',
  'discard.titleMany': '{count, plural, one {# Board endgültig löschen?} other {# Boards endgültig löschen?}}',
  'discard.text': 'Der ganze Inhalt wird für alle gelöscht und lässt sich nicht wiederherstellen.',
  'discard.keep': 'Im Papierkorb lassen',

  'trash.hint': 'Nur Sie sehen diese Boards. Wiederhergestellt sind sie so geteilt wie vorher.',

  'empty.recent': 'Hier erscheinen Boards, die Sie öffnen.',
  'empty.starred': 'Markieren Sie Boards, die Sie oft brauchen, mit einem Stern: Sie erscheinen hier.',
  'empty.mine': 'Ihnen gehört noch kein Board.',
  'empty.shared': 'Wenn jemand ein Board mit Ihnen teilt und Sie es öffnen, erscheint es hier.',
  'empty.trash': 'Der Papierkorb ist leer.',
  'empty.folder':
    'Dieser Ordner ist leer. Ziehen Sie Boards darauf, oder wählen Sie im Menü eines Boards „In Ordner verschieben …“.',

  'dialog.close': 'Schließen',

  'open.title': 'Dieses Board lässt sich nicht öffnen',
  'open.unreachable':
    'Der Server ist gerade nicht erreichbar. Ihr Link bleibt in diesem Tab gespeichert, und das Board öffnet sich automatisch, sobald der Server wieder da ist.',
  'open.exit': 'Alle Boards',

  'signIn.title': 'Anmelden',
  'signIn.keeps': 'Boards, die Sie in diesem Browser angelegt oder geöffnet haben, gehören danach zu Ihrem Konto.',
  'signIn.submit': 'Anmelden',
  'signIn.help':
    'Kein Konto, oder das Passwort vergessen? Bitten Sie die Person, die diesen Server verwaltet, um einen Link.',
  'signIn.openId': 'Mit Ihrer Organisation anmelden',
  'signIn.failed':
    'Die Anmeldung mit Ihrer Organisation ist fehlgeschlagen. Es wurde nichts geändert; versuchen Sie es noch einmal, oder wenden Sie sich an die Person, die diesen Server verwaltet.',
  'signIn.taken':
    'Ihre E-Mail-Adresse hat hier ein Konto mit Passwort. Melden Sie sich damit an, und verbinden Sie dann Ihre Organisation auf der Seite des Kontos.',

  'password.title': 'Neues Passwort',
  'password.welcome': 'Willkommen bei Inkbridge',
  'password.new': 'Neues Passwort',
  'password.hint': 'Mindestens {count} beliebige Zeichen.',
  'password.submit': 'Speichern und anmelden',

  'account.title': 'Konto',
  'account.email': 'E-Mail',
  'account.password': 'Passwort',
  'account.name': 'Ihr Name',
  'account.save': 'Speichern',
  'account.saved': 'Gespeichert.',
  'account.current': 'Aktuelles Passwort',
  'account.changePassword': 'Passwort ändern',
  'account.passwordText': 'Alle anderen Geräte werden abgemeldet.',
  'account.passwordChanged': 'Das Passwort wurde geändert. Alle anderen Geräte wurden abgemeldet.',
  'account.connect': 'Organisation verbinden',
  'account.connectText': 'Dann melden Sie sich hier auch mit dem Konto Ihrer Organisation an.',
  'account.devices': 'Geräte',
  'account.guest': 'Boards dieses Browsers',
  'account.guestText':
    'Was in diesem Browser vor der Anmeldung entstanden ist, gehört jetzt zu Ihrem Konto. War das jemand anderes, geben Sie es zurück: Dieser Browser bekommt es wieder, und Sie werden hier abgemeldet.',
  'account.guestUndo': 'Zurückgeben und abmelden',
  'account.data': 'Ihre Daten',
  'account.dataText':
    'Eine Datei mit Ihrem Konto, der Liste Ihrer Boards und Ihren Geräten. Boards werden einzeln exportiert.',
  'account.download': 'Herunterladen',
  'account.delete': 'Konto löschen',
  'account.deleteText':
    'Ihr Name wird durch „Gelöschte Person“ ersetzt. Boards bleiben für die anderen Personen darauf erhalten. Das lässt sich nicht rückgängig machen.',
  'account.deleteAsk': 'Konto löschen …',
  'account.soleOwner':
    '{count, plural, one {Dieses Board gehört nur Ihnen. Danach kann es niemand mehr verwalten:} other {Diese # Boards gehören nur Ihnen. Danach kann sie niemand mehr verwalten:}}',
  'account.deleteConfirm': 'Mein Konto löschen',

  'administration.title': 'Verwaltung',
  'administration.people': 'Personen',
  'administration.invite': 'Einladen',
  'administration.link': 'Schicken Sie {name} diesen Link, um ein Passwort zu setzen. Er gilt einmal.',
  'administration.boards': 'Boards ohne Eigentümer',
  'administration.boardsText':
    'Diese Boards gehören niemandem, der sich anmelden kann. Übernehmen Sie eines, um es zu verwalten.',
  'administration.noBoards': 'Es gibt keine.',
  'administration.takeOver': 'Übernehmen',
  'administration.takeOverNamed': '{title} übernehmen',
  'administration.administrator': 'verwaltet',
  'administration.disabled': 'gesperrt',
  'administration.noPassword': 'kein Passwort',
  'administration.reset': 'Neues Passwort',
  'administration.resetNamed': 'Neues Passwort für {name}',
  'administration.disable': 'Sperren',
  'administration.disableNamed': '{name} sperren',
  'administration.enable': 'Entsperren',
  'administration.enableNamed': '{name} entsperren',

  'linkPassword.title': 'Dieses Board braucht ein Passwort',
  'linkPassword.text': 'Die Person, die den Link geteilt hat, kann es Ihnen sagen.',
  'linkPassword.label': 'Passwort',
  'linkPassword.wrong': 'Dieses Passwort ist falsch. Es wurde nichts geändert; versuchen Sie es erneut.',
  'linkPassword.open': 'Board öffnen',

  'notFound.title': 'Nicht gefunden',
  'notFound.text': 'Die Adresse enthält vielleicht einen Tippfehler, oder das Board wurde gelöscht.',
  'notFound.exit': 'Alle Boards',
}
