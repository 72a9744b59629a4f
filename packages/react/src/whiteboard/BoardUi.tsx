import { useEffect } from 'react'
import { BottomBars, SelectionBar, TextBar, TopBars } from '../bars/Bars.tsx'
import { Tooltips } from '../controls/controls.ts'
import { AltTextDialog, ExportDialog, HelpDialog, LinkDialog, Palette, PdfDialog, Stopped } from '../dialogs/dialogs.ts'
import { BoardTexts, type Catalogue, useWords } from '../locale/locale.ts'
import { Notices } from '../notices/Notices.tsx'
import { StylePanel } from '../panels/panels.ts'
import { FollowedFrame, FollowerHint } from '../people/people.ts'
import { retryForever } from '../retry-forever.ts'
import { ShareDialog, useRoleToast } from '../sharing/sharing.ts'
import { type OpenBoard, OpenBoardContext, useOpenBoard, useSyncStatus, useUi } from '../ui/ui.ts'
import { Announcer } from './Announcer.tsx'
import { ContextMenu } from './ContextMenu.tsx'
import { FrameName } from './FrameName.tsx'
import { useFocusAfterPress } from './focus-after-press.ts'
import { EmptyHint, LoadingBar, PenHint, WriteHint } from './Hints.tsx'
import { Minimap } from './Minimap.tsx'
import { Printing } from './Printing.tsx'
import { withdrawUnused } from './unused-uploads.ts'

export { importFiles } from './import-file.ts'
export { respondTo } from './ui-requests.ts'

/** Maximum delay before the text editor is preloaded, ms: the network may be lost later. */
const prepareMs = 1_500

interface BoardUiProps {
  readonly locale: string
  readonly messages: Catalogue
  readonly open: OpenBoard
}

/** The interface around the canvas, in the user's language. */
export function BoardUi({ locale, messages, open }: BoardUiProps) {
  return (
    <BoardTexts locale={locale} messages={messages}>
      <OpenBoardContext value={open}>
        <Interface />
      </OpenBoardContext>
      <Tooltips />
    </BoardTexts>
  )
}

function Interface() {
  const { session, editor } = useOpenBoard()
  const { isStopped } = useSyncStatus(session.sync, ({ connection }) => ({ isStopped: connection === 'stopped' }))
  const { zen, lowLatency } = useUi(({ zen, preferences: { lowLatency } }) => ({ zen, lowLatency }))
  useFocusAfterPress()
  useRoleToast()
  useEffect(
    () =>
      whenIdle(() => {
        editor.prepareWriting()
        void retryForever(() => editor.prepareFiles())
      }),
    [editor],
  )
  useEffect(() => editor.setLowLatency(lowLatency), [editor, lowLatency])
  useEffect(() => withdrawUnused(session.board, session.assets), [session])
  if (isStopped) return <Stopped />
  return (
    <>
      {zen ? <LeaveZen /> : <FullUi />}
      <ContextMenu />
      <FrameName />
      <Printing />
    </>
  )
}

/** The parts that zen mode hides. */
function FullUi() {
  const { session, editor, theme } = useOpenBoard()
  const { minimap, numbers } = useUi(({ preferences: { minimap, numbers } }) => ({ minimap, numbers }))
  return (
    <>
      <TopBars />
      <FollowedFrame sync={session.sync} editor={editor} />
      <Notices />
      <PenHint />
      <FollowerHint />
      <Announcer board={session.board} sync={session.sync} editor={editor} />
      <EmptyHint />
      <WriteHint editor={editor} />
      <TextBar />
      <StylePanel editor={editor} theme={theme} numbers={numbers} />
      <SelectionBar />
      {minimap && <Minimap editor={editor} />}
      <BottomBars />
      <LoadingBar />
      <ShareDialog />
      <ExportDialog />
      <LinkDialog />
      <AltTextDialog />
      <PdfDialog />
      <HelpDialog />
      <Palette />
    </>
  )
}

function LeaveZen() {
  const { ui } = useOpenBoard()
  const { t } = useWords()
  return (
    <button type="button" className="ink-button ink-leave-zen" onClick={() => ui.change({ zen: false })}>
      {t('zen.exit')}
    </button>
  )
}

/** Safari has no idle callbacks. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, prepareMs / 3)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(run, { timeout: prepareMs })
  return () => cancelIdleCallback(idle)
}
