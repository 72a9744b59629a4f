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

  'rotate.usage': '[--drop-old-keys]',
  'rotate.about':
    'gibt dem Server von DATA_DIR einen neuen Schlüssel; Gäste und Links bleiben. --drop-old-keys, wenn ein Schlüssel bekannt wurde: Browser werden neue Gäste',

  'done.key-rotated':
    'Ein neuer Schlüssel ist in Gebrauch. {links, plural, one {# Link wurde} other {# Links wurden}} neu verschlüsselt und gelten weiter; Browser bekommen beim nächsten Besuch ein neues Cookie.',
  'done.old-keys-dropped':
    'Der Schlüssel wurde ersetzt, alle älteren sind verworfen. {links, plural, one {# Link wurde} other {# Links wurden}} neu verschlüsselt und gelten weiter; Browser, die seit dem letzten Wechsel nicht da waren, sind neue Gäste.',

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
