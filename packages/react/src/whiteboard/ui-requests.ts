import type { HostId, Printed, UiRequest } from '@inkbridge/canvas'
import { copyPart, lookOf, partOf } from '../dialogs/dialogs.ts'
import { copiedForExcalidraw } from '../files/files.ts'
import { retryForever } from '../retry-forever.ts'
import {
  type BesideBoard,
  type BoardDialog,
  copyText,
  type OpenBoard,
  type Preferences,
  setPreferences,
  show,
  showToast,
} from '../ui/ui.ts'
import { addImages, downloadImage, replaceImage } from './image-files.ts'
import { importFile } from './import-file.ts'
import { printImagesOf } from './Printing.tsx'
import { fragmentOf } from './place.ts'

type RequestHandler = (open: OpenBoard) => void

const loadLibrary = () => retryForever(() => import('../library/library.ts'))

/** What the interface does for each request of the engine. */
const requestHandlers: { readonly [Name in Exclude<UiRequest, HostId>]: RequestHandler } = {
  theme: ({ onTheme }) => onTheme(),
  zen: ({ ui }) => ui.change({ zen: !ui.state().zen }),
  help: opens('help'),
  palette: opens('palette'),
  share: opens('share'),
  export: opens('export'),
  search: shows('search'),
  outline: shows('outline'),
  inspector: shows('inspector'),
  library: ({ ui }) => show(ui, 'library', !ui.state().beside.includes('library')),
  'add-to-library': (open) => void loadLibrary().then(({ addSelection }) => addSelection(open)),
  numbers: toggles('numbers'),
  minimap: toggles('minimap'),
  'low-latency': toggles('lowLatency'),
  link: ({ ui, editor }) => ui.change(editor.state().writing ? { field: { type: 'text-link' } } : { dialog: 'link' }),
  'rename-board': ({ ui }) => ui.change({ field: { type: 'title' } }),
  'frame-name': ({ ui, editor }) => {
    const frame = editor.selection.find((id) => editor.nameBox(id))
    if (frame) ui.change({ field: { type: 'frame-name', frame } })
  },
  'copy-link': ({ ui, editor, board, origin }) => {
    const address = new URL(`/b/${board}${fragmentOf(editor)}`, origin ?? location.origin).href
    void copyText(address).then((copied) => showToast(ui, ({ t }) => (copied ? t('hint.copiedLink') : address)))
  },
  'copy-png': copiesAs('png'),
  'copy-svg': copiesAs('svg'),
  'copy-excalidraw': (open) => {
    const { shapes } = partOf(open.session, open.editor, new Set(open.editor.selection))
    tell(copiedForExcalidraw(shapes, open), open, ['export.copiedShapes', 'export.notCopiedShapes'])
  },
  import: importFile,
  image: addImages,
  'replace-image': replaceImage,
  'download-image': (open) => void downloadImage(open),
  'alt-text': opens('alt-text'),
  print: prints('board'),
  'print-frames': prints('frames'),
}

/** Does what the engine asks of the interface. */
export function respondTo(name: Exclude<UiRequest, HostId>, open: OpenBoard): void {
  requestHandlers[name](open)
}

function opens(dialog: BoardDialog): RequestHandler {
  return ({ ui }) => ui.change({ dialog })
}

function shows(part: BesideBoard): RequestHandler {
  return ({ ui }) => show(ui, part)
}

function toggles(name: keyof Preferences): RequestHandler {
  return ({ ui }) => setPreferences(ui, { [name]: !ui.state().preferences[name] })
}

function prints(printed: Printed): RequestHandler {
  return ({ ui, editor }) => {
    void printImagesOf(editor, printed).then((printImages) => {
      ui.change({ printed, printImages })
      window.print()
    })
  }
}

function copiesAs(format: 'png' | 'svg'): RequestHandler {
  return (open) => {
    const { session, editor, theme } = open
    const copied = copyPart(partOf(session, editor, new Set(editor.selection)), lookOf(editor, theme), format)
    tell(copied, open, ['export.copied', 'export.notCopied'])
  }
}

type CopyMessage = 'export.copied' | 'export.notCopied' | 'export.copiedShapes' | 'export.notCopiedShapes'

/** Shows a message once something was copied, or could not be. */
function tell(copied: Promise<void>, { ui }: OpenBoard, [done, failed]: readonly [CopyMessage, CopyMessage]): void {
  const say = (message: CopyMessage) => () => showToast(ui, ({ t }) => t(message))
  copied.then(say(done), say(failed))
}
