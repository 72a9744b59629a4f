import type { en } from './en.ts'

/** The texts of the pages in German. */
export const de: Readonly<Record<keyof typeof en, string>> = {
  'site.description': 'Ein selbst gehostetes Whiteboard für die Zusammenarbeit in Echtzeit',
  'site.underPath':
    'Inkbridge funktioniert nicht unter einem Pfad. Wer diesen Server betreibt, muss ihm einen eigenen Hostnamen geben, zum Beispiel https://ink.example.org.',
  'site.copyOf': '{title} (Kopie)',

  'boards.title': 'Boards',
  'boards.search': 'Titel suchen',
  'boards.import': 'Importieren',
  'boards.new': 'Neues Board',
  'boards.untitled': 'Unbenanntes Board',
  'boards.absent':
    'Der Server ist gerade nicht erreichbar. Boards, die Sie in diesem Browser geöffnet haben, lassen sich weiter öffnen. Was Sie zeichnen, wird gespeichert, sobald der Server wieder da ist.',
  'boards.noCookies':
    'Dieser Browser blockiert Cookies, deshalb stehen hier keine Boards. Heben Sie die ganze Adresse jedes Boards auf, das Sie anlegen, oder erlauben Sie Cookies für diese Website.',
  'boards.none': 'Noch keine Boards. Legen Sie eines an und teilen Sie den Link, um gemeinsam zu zeichnen.',
  'boards.noMatch': 'Kein Titel enthält „{words}“.',
  'boards.deleted': '„{title}“ wurde gelöscht.',
  'boards.undo': 'Rückgängig',

  'card.more': 'Mehr',
  'card.moreNamed': 'Mehr: {title}',
  'card.titleField': 'Titel',
  'card.rename': 'Umbenennen',
  'card.duplicate': 'Duplizieren',
  'card.delete': 'Löschen',
  'card.here': '{count, plural, one {Gerade # Person hier} other {Gerade # Personen hier}}',
  'card.today': '{day}, {time}',
  'card.viewOnly': '{when} · nur ansehen',

  'open.title': 'Dieses Board lässt sich nicht öffnen',
  'open.unreachable':
    'Der Server ist gerade nicht erreichbar. Ihr Link bleibt in diesem Tab gespeichert, und das Board öffnet sich automatisch, sobald der Server wieder da ist.',
  'open.exit': 'Alle Boards',

  'notFound.title': 'Nicht gefunden',
  'notFound.text': 'Die Adresse enthält vielleicht einen Tippfehler, oder das Board wurde gelöscht.',
  'notFound.exit': 'Alle Boards',
}
