import { exportJson } from '@inkbridge/board'
import type { Editor, EditorProblem, Theme } from '@inkbridge/canvas'
import type { BoardId, ScreenPoint } from '@inkbridge/types'
import { type RefObject, useEffect, useState } from 'react'
import { Announcer } from './Announcer.tsx'
import type { Api } from './api.ts'
import { type BoardDialog, useAnswers } from './asked.ts'
import { BottomBars } from './Bars.tsx'
import { ContextMenu } from './ContextMenu.tsx'
import { copyText } from './copy.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { copyPart, lookOf, partOf } from './export-part.ts'
import { FollowedFrame, FollowerHint } from './Faces.tsx'
import { FrameName } from './FrameName.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { EmptyHint, LoadingBar, PenHint, WriteHint } from './Hints.tsx'
import { useSyncStatus } from './hooks.ts'
import { ImportInput } from './ImportInput.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { BoardTexts, useWords } from './locale/context.tsx'
import type { Catalogue } from './locale/locale.ts'
import { problemText } from './locale/problem.ts'
import { Minimap } from './Minimap.tsx'
import { type BesideBoard, Notices } from './Notices.tsx'
import { Palette } from './Palette.tsx'
import { PeopleBar } from './PeopleBar.tsx'
import { Printing } from './Printing.tsx'
import { SelectionBar } from './panels/SelectionBar.tsx'
import { StylePanel } from './panels/StylePanel.tsx'
import { fragmentOf } from './place.ts'
import { useKeptSettings, usePreferences } from './preferences.ts'
import { ShareDialog } from './ShareDialog.tsx'
import { Stopped } from './Stopped.tsx'
import { saveFile } from './save.ts'
import type { BoardSession } from './session.ts'
import { TextBar } from './TextBar.tsx'
import { TitleBar } from './TitleBar.tsx'
import { Tooltips } from './Tooltips.tsx'
import { useBarLayout } from './use-bar-layout.ts'

interface AroundProps {
  readonly locale: string
  readonly messages: Catalogue
  readonly session: BoardSession
  readonly editor: Editor
  readonly api: Api
  readonly board: BoardId
  readonly theme: Theme
  readonly onTheme: () => void
  readonly onExit: (() => void) | undefined
  /** Opens the board again, from what is kept of it. */
  readonly onRestart: () => void
  readonly onSignOut: (() => void) | undefined
  readonly dialog: BoardDialog | null
  readonly onDialog: (dialog: BoardDialog | null) => void
  /** Where on the canvas a menu was asked for. */
  readonly menu: ScreenPoint | null
  readonly onMenu: (at: ScreenPoint | null) => void
  readonly canvas: RefObject<HTMLElement | null>
  /** Zen mode: the interface is hidden. */
  readonly zen: boolean
  readonly onZen: (zen: boolean) => void
  /** What the canvas could not do, for the person. */
  readonly problem: EditorProblem | null
  readonly onProblem: (problem: EditorProblem | null) => void
  /** Where the server is; the page's own origin when absent. */
  readonly origin: string | undefined
}

/** Latest time after the board is shown at which the text editor is loaded, ms: the network may be lost later. */
const prepareMs = 1_500

/** Safari has no idle callbacks. */
function whenNothingElse(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, prepareMs / 3)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(run, { timeout: prepareMs })
  return () => cancelIdleCallback(idle)
}

/** Everything that floats around the canvas, in the person's language. */
export default function Around({ locale, messages, ...props }: AroundProps) {
  return (
    <BoardTexts locale={locale} messages={messages}>
      <BoardUi {...props} />
      <Tooltips />
    </BoardTexts>
  )
}

function BoardUi(props: Omit<AroundProps, 'locale' | 'messages'>) {
  const { api, board, theme, onTheme, onExit, session, editor, dialog, onDialog, menu } = props
  const { onMenu, canvas, zen, origin, problem, onProblem } = props
  const words = useWords()
  const { t } = words
  const status = useSyncStatus(session.sync, ({ edits: _edits, roundTripMs: _roundTrip, ...slow }) => slow)
  const [sharing, setSharing] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [message, setMessage] = useState<string | null>(null)
  const [preferences, setPreferences] = usePreferences()
  const [link, setLink] = useState<ReturnType<typeof linkOf> | null>(null)
  const [linking, setLinking] = useState(false)
  const layout = useBarLayout(editor)
  const [beside, setBeside] = useState<readonly BesideBoard[]>([])
  const showBeside = (part: BesideBoard) => setBeside((open) => (open.includes(part) ? open : [...open, part]))
  const asked = { api, board, onProblem: setMessage }

  useKeptSettings(editor)
  useEffect(() => whenNothingElse(() => editor.prepareWriting()), [editor])
  useEffect(() => {
    if (!problem) return
    setMessage(t(`problem.${problem}`))
    onProblem(null)
  }, [problem, onProblem, t])
  useEffect(() => editor.setLowLatency(preferences.lowLatency), [editor, preferences.lowLatency])
  useEffect(() => {
    if (!message) return
    const timer = setTimeout(() => setMessage(null), 8_000)
    return () => clearTimeout(timer)
  }, [message])

  const title = status.title ?? t('board.untitled')
  const download = () => {
    saveFile(new Blob([exportJson(session.board.doc, title)], { type: 'application/json' }), title, 'inkbridge.json')
  }
  const copyLink = async (address: string) => setMessage((await copyText(address)) ? t('hint.copiedLink') : address)
  const copyAs = (format: 'png' | 'svg') => {
    const copied = copyPart(partOf(session, editor, new Set(editor.selection)), lookOf(editor, theme), format)
    const done = (message: 'export.copied' | 'export.notCopied') => () => setMessage(t(message))
    copied.then(done('export.copied'), done('export.notCopied'))
  }
  useAnswers(dialog, onDialog, {
    share: () => setSharing(true),
    export: () => setExporting(true),
    inspector: () => showBeside('inspector'),
    search: () => showBeside('search'),
    outline: () => showBeside('outline'),
    link: () => (editor.state().writing ? setLinking(true) : setLink(linkOf(session, editor))),
    numbers: () => setPreferences({ numbers: !preferences.numbers }),
    minimap: () => setPreferences({ minimap: !preferences.minimap }),
    'low-latency': () => setPreferences({ lowLatency: !preferences.lowLatency }),
    'copy-link': () => void copyLink(new URL(`/b/${board}${fragmentOf(editor)}`, origin ?? location.origin).href),
    'copy-png': () => copyAs('png'),
    'copy-svg': () => copyAs('svg'),
  })
  if (status.connection === 'stopped')
    return (
      <Stopped sync={session.sync} hasKey={api.hasKey} onSave={download} onRestart={props.onRestart} onExit={onExit} />
    )
  const report = (error: Error) => setMessage(problemText(error, words))
  const imported = async (text: string) =>
    setMessage(t('hint.imported', { count: (await api.import(board, text)).shapes }))
  const contextMenu = canvas.current && (
    <ContextMenu editor={editor} at={menu} canvas={canvas.current} onClose={() => onMenu(null)} />
  )
  if (zen)
    return (
      <>
        {contextMenu}
        <FrameName editor={editor} dialog={dialog} />
        <Printing editor={editor} dialog={dialog} />
        <button type="button" className="ink-button ink-leave-zen" onClick={() => props.onZen(false)}>
          {t('zen.exit')}
        </button>
      </>
    )
  return (
    <>
      <div className="ink-top">
        <TitleBar
          {...{ api, board, onExit, dialog }}
          sync={session.sync}
          onProblem={setMessage}
          onInspect={() => showBeside('inspector')}
        />
        <PeopleBar
          {...{ api, editor, theme, onTheme, status, preferences, layout }}
          sync={session.sync}
          onHelp={() => onDialog('help')}
          onShare={() => setSharing(true)}
          onExport={() => setExporting(true)}
          onProblem={setMessage}
          onPreferences={setPreferences}
          onSignOut={props.onSignOut}
        />
      </div>
      <FollowedFrame sync={session.sync} editor={editor} />
      <Notices
        {...{ ...asked, session, editor, status, preferences }}
        onPreferences={setPreferences}
        onSave={download}
        open={beside}
        onClose={(part) => setBeside(beside.filter((each) => each !== part))}
      />
      <PenHint editor={editor} onMessage={setMessage} />
      <FollowerHint sync={session.sync} editor={editor} onMessage={setMessage} />
      <Announcer board={session.board} sync={session.sync} editor={editor} />
      <EmptyHint editor={editor} loaded={status.loaded} />
      <WriteHint editor={editor} />
      <TextBar editor={editor} theme={theme} linking={linking} onLinking={setLinking} />
      <StylePanel editor={editor} theme={theme} numbers={preferences.numbers} />
      <SelectionBar editor={editor} theme={theme} onMenu={onMenu} />
      {contextMenu}
      {preferences.minimap && <Minimap editor={editor} />}
      <BottomBars
        {...{ editor, layout, message }}
        hasMinimap={preferences.minimap}
        onHelp={() => onDialog('help')}
        onMinimap={() => onDialog('minimap')}
      />
      {!status.loaded && <LoadingBar progress={status.progress} />}
      <ShareDialog {...asked} role={status.role} open={sharing} onOpenChange={setSharing} />
      <ExportDialog
        {...{ session, editor, title, theme }}
        open={exporting}
        onOpenChange={setExporting}
        onDone={setMessage}
      />
      <ImportInput dialog={dialog} onImport={(text) => void imported(text).catch(report)} />
      <FrameName editor={editor} dialog={dialog} />
      <Printing editor={editor} dialog={dialog} />
      {link && <LinkDialog editor={editor} {...link} open onOpenChange={(open) => !open && setLink(null)} />}
      <HelpDialog editor={editor} open={dialog === 'help'} onOpenChange={(open) => onDialog(open ? 'help' : null)} />
      <Palette editor={editor} open={dialog === 'palette'} onOpenChange={(open) => onDialog(open ? 'palette' : null)} />
    </>
  )
}

/** The shapes whose link is edited, and the link of the first. */
function linkOf({ board }: BoardSession, { selection }: Editor) {
  const [first] = selection
  return { ids: selection, link: (first && board.get(first)?.link) ?? '' }
}
