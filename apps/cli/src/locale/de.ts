import type { Texts } from './en.ts'

/** The texts of the command line in German. */
export const de: Texts = {
  usage: 'Aufruf: inkbridge {command} {usage}',
  unknownCommand: 'Unbekannter Befehl: {name}',

  'inspect.usage': '<Board-Link> [--for <Sekunden>] [--by websocket|polling] [--json]',
  'inspect.about':
    'zeigt alles, was auf der Verbindung eines Boards läuft: Transport, Antwortzeit, jede Nachricht und ihren Absender; ändert nichts',
  'inspect.seconds': '--for {value}: Erwartet wird eine Anzahl von Sekunden.',
  'inspect.transport': '--by {value}: Erwartet wird websocket oder polling.',
  'inspect.oneLink': 'Erwartet wird ein Board-Link.',
  'inspect.invalidLink':
    'Das ist kein Board-Link. Erwartet wird https://host/b/<Board>#k=<Geheimnis>, wie ihn „Link kopieren“ liefert.',
  'inspect.connectionBy': '{connection} über {transport}',
  'inspect.fallback': '{connection}; WebSocket ging nicht: {reason}',
  'inspect.summary': 'Antwortzeit {roundTrip}; eingehend {in}; ausgehend {out}',
  'inspect.rate': '{messages, plural, one {# Nachricht} other {# Nachrichten}}, {bytes} Byte, {perSecond} Byte/s',

  'export.usage':
    '<Board-Link oder ID>… | --all [--format json|excalidraw|tldr|svg|png|pdf] [--to <Datei oder Ordner>] [--overwrite] [--theme light|dark] [--no-paper] [--scale <Pixel>] [--pages board|frames] [--no-images]',
  'export.about':
    'speichert Boards als Dateien: ein Link öffnet ein Board auf jedem Server, eine ID oder --all die Boards in DATA_DIR, ob dessen Server läuft oder nicht',
  'export.which': 'Erwartet werden Links oder IDs von Boards, oder --all.',
  'export.saved': '{path} wurde gespeichert.',
  'export.exists':
    'Die Datei {path} gibt es schon. Es wurde nichts geschrieben; wählen Sie mit --to einen anderen Ort, oder ersetzen Sie sie mit --overwrite.',
  'export.failed': 'Das Board {board} wurde nicht gespeichert. {message}',

  'import.usage': '<Datei oder Ordner>… [--into <Board-Link oder ID> | --server <URL>]',
  'import.about':
    'macht aus jeder Datei ein Board (Inkbridge, Excalidraw, tldraw, Obsidian, Mermaid, CSV; PNG und SVG mit einer Zeichnung darin), oder fügt sie dem Board von --into hinzu; ohne --server in DATA_DIR, ob dessen Server läuft oder nicht',
  'import.noFile': 'Erwartet werden Dateien oder Ordner.',
  'import.oneTarget': 'Erwartet wird --into oder --server, nicht beides.',
  'import.invalidServer': '--server {server}: Erwartet wird eine Adresse wie https://ink.example.org.',
  'import.missing': 'Die Datei oder den Ordner {path} gibt es nicht. Es wurde nichts geändert.',
  'import.done': '{path}: {shapes, plural, one {# Form} other {# Formen}}, {link}',
  'import.skipped': '{path} ist weder ein Board noch eine Zeichnung und wurde ausgelassen.',
  'import.failed': '{path} wurde nicht importiert. {message}',

  'report.approximated': '{count, plural, one {# ist} other {# sind}} nur ähnlich ({reasons}).',
  'report.placeholders': '{count, plural, one {# fehlt} other {# fehlen}} ({reasons}).',

  'places.invalid': '{name} ist weder ein Board-Link, https://host/b/<Board>#k=<Geheimnis>, noch die ID eines Boards.',
  'places.missing': 'In DATA_DIR gibt es kein Board {name}, oder es ist im Papierkorb. Es wurde nichts geändert.',
  'places.accountsOnly':
    'Dieser Server lässt nur Personen mit einem Konto ein (ACCESS=private), deshalb öffnen Links nichts. Es wurde nichts geändert; beenden Sie den Server, und rufen Sie den Befehl dann noch einmal auf.',

  'api.unreachable':
    'Unter {origin} antwortet kein Server. Es wurde nichts geändert; prüfen Sie die Adresse, und ob er läuft.',
  'api.noAnswer': 'Was unter {origin} antwortet, ist kein Inkbridge-Server, oder ein Proxy davor lehnt die Anfrage ab.',

  'rotate.usage': '[--drop-old-keys]',
  'rotate.about':
    'gibt dem Server von DATA_DIR einen neuen Schlüssel; Gäste und Links bleiben. --drop-old-keys, wenn ein Schlüssel bekannt wurde: Browser werden neue Gäste',

  'done.key-rotated':
    'Ein neuer Schlüssel ist in Gebrauch. {links, plural, one {# Link wurde} other {# Links wurden}} neu verschlüsselt und gelten weiter; Browser bekommen beim nächsten Besuch ein neues Cookie.',
  'done.old-keys-dropped':
    'Der Schlüssel wurde ersetzt, alle älteren sind verworfen. {links, plural, one {# Link wurde} other {# Links wurden}} neu verschlüsselt und gelten weiter; Browser, die seit dem letzten Wechsel nicht da waren, sind neue Gäste.',

  'user.usage': 'add <E-Mail> [--name <Name>] | list | disable <E-Mail> | enable <E-Mail> | reset <E-Mail>',
  'user.about':
    'verwaltet die Konten des Servers von DATA_DIR, ob er läuft oder nicht: add und reset zeigen einen Link, mit dem die Person ein Passwort setzt, disable beendet ihre Verbindungen; das erste Konto verwaltet den Server',
  'user.expected': 'Erwartet wird add, disable, enable oder reset mit einer E-Mail-Adresse, oder list.',
  'user.user-added':
    '{email} hat ein Konto. Schicken Sie der Person diesen Link, mit dem sie ein Passwort setzt; er gilt einmal, {days, plural, one {# Tag} other {# Tage}} lang:\n{link}',
  'user.administrator-added':
    '{email} hat das erste Konto und verwaltet diesen Server. Dieser Link setzt ein Passwort; er gilt einmal, {days, plural, one {# Tag} other {# Tage}} lang:\n{link}',
  'user.user-reset':
    'Dieser Link setzt ein neues Passwort für {email}; er gilt einmal, {days, plural, one {# Tag} other {# Tage}} lang, frühere gelten nicht mehr. Bis dahin bleibt das alte Passwort:\n{link}',
  'user.user-disabled':
    '{email} kann sich nicht mehr anmelden und wurde überall abgemeldet. Die Boards der Person sind unverändert.',
  'user.user-enabled': '{email} kann sich wieder anmelden.',
  'user.user-exists':
    '{email} hat schon ein Konto. Es wurde nichts geändert; für ein neues Passwort gibt es inkbridge user reset.',
  'user.user-missing': 'Niemand hat ein Konto mit der Adresse {email}. Es wurde nichts geändert.',
  'user.none': 'Es gibt keine Konten.',
  'user.administrator': 'verwaltet',
  'user.disabled': 'gesperrt',
  'user.noPassword': 'kein Passwort',

  'problem.setting': '{message}',
  'problem.no-boards':
    'In {dataDir} sind keine Boards. Setzen Sie DATA_DIR auf den Datenordner des Servers. Es wurde nichts geändert.',
  'problem.unknown-command': 'Dieser Server kennt diesen Befehl nicht. Es wurde nichts geändert.',
  'problem.not-json': 'Der Befehl ist kein gültiges JSON. Es wurde nichts geändert.',
  'problem.failed':
    'Der Befehl ist fehlgeschlagen; warum, steht im Protokoll des Servers. Boards sind nicht betroffen.',
  'problem.cut-short':
    'Der Server wurde beendet, bevor er geantwortet hat. Rufen Sie den Befehl noch einmal auf, wenn er wieder läuft.',
  'problem.in-use':
    'Ein Server nutzt {dataDir} und nimmt gerade keine Befehle an. Versuchen Sie es gleich noch einmal, oder beenden Sie ihn zuerst. Es wurde nichts geändert.',
  'problem.other-account':
    'Der Server auf {dataDir} gehört zu einem anderen Konto. Rufen Sie den Befehl mit diesem Konto auf.',
  'problem.error': '{message}',
}
