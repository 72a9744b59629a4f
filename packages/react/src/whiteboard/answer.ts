import type { Asked, HostId, Printed } from '@inkbridge/canvas'
import { copyPart, lookOf, partOf } from '../dialogs/dialogs.ts'
import {
  type BesideBoard,
  type BoardDialog,
  copyText,
  type OpenBoard,
  type Preferences,
  prefer,
  say,
  show,
} from '../ui/ui.ts'
import { importFile } from './import-file.ts'
import { fragmentOf } from './place.ts'

type Answer = (open: OpenBoard) => void

/** What the interface does for each request of the engine. */
const answers: { readonly [Name in Exclude<Asked, HostId>]: Answer } = {
  theme: ({ onTheme }) => onTheme(),
  zen: ({ ui }) => ui.change({ zen: !ui.state().zen }),
  help: opens('help'),
  palette: opens('palette'),
  share: opens('share'),
  export: opens('export'),
  search: shows('search'),
  outline: shows('outline'),
  inspector: shows('inspector'),
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
    void copyText(address).then((copied) => say(ui, ({ t }) => (copied ? t('hint.copiedLink') : address)))
  },
  'copy-png': copiesAs('png'),
  'copy-svg': copiesAs('svg'),
  import: importFile,
  print: prints('board'),
  'print-frames': prints('frames'),
}

/** Does what the engine asks of the interface. */
export function answer(name: Exclude<Asked, HostId>, open: OpenBoard): void {
  answers[name](open)
}

function opens(dialog: BoardDialog): Answer {
  return ({ ui }) => ui.change({ dialog })
}

function shows(part: BesideBoard): Answer {
  return ({ ui }) => show(ui, part)
}

function toggles(name: keyof Preferences): Answer {
  return ({ ui }) => prefer(ui, { [name]: !ui.state().preferences[name] })
}

function prints(printed: Printed): Answer {
  return ({ ui }) => {
    ui.change({ printed })
    window.print()
  }
}

function copiesAs(format: 'png' | 'svg'): Answer {
  return ({ ui, session, editor, theme }) => {
    const copied = copyPart(partOf(session, editor, new Set(editor.selection)), lookOf(editor, theme), format)
    const done = (message: 'export.copied' | 'export.notCopied') => () => say(ui, ({ t }) => t(message))
    copied.then(done('export.copied'), done('export.notCopied'))
  }
}
