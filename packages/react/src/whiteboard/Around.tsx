import { useEffect } from 'react'
import { BottomBars, SelectionBar, TextBar, TopBars } from '../bars/Bars.tsx'
import { Tooltips } from '../controls/controls.ts'
import { ExportDialog, HelpDialog, LinkDialog, Palette, ShareDialog, Stopped } from '../dialogs/dialogs.ts'
import { BoardTexts, type Catalogue, useWords } from '../locale/locale.ts'
import { Notices } from '../notices/Notices.tsx'
import { StylePanel } from '../panels/panels.ts'
import { FollowedFrame, FollowerHint } from '../people/people.ts'
import {
  type OpenBoard,
  OpenBoardContext,
  useOpenBoard,
  useStoredPreferences,
  useStoredSettings,
  useSyncStatus,
  useUi,
} from '../ui/ui.ts'
import { Announcer } from './Announcer.tsx'
import { ContextMenu } from './ContextMenu.tsx'
import { FrameName } from './FrameName.tsx'
import { useFocusAfterPress } from './focus-after-press.ts'
import { EmptyHint, LoadingBar, PenHint, WriteHint } from './Hints.tsx'
import { Minimap } from './Minimap.tsx'
import { Printing } from './Printing.tsx'

export { answer } from './answer.ts'

/** Latest time after the board is shown at which the text editor is loaded, ms: the network may be lost later. */
const prepareMs = 1_500

interface AroundProps {
  readonly locale: string
  readonly messages: Catalogue
  readonly open: OpenBoard
}

/** Everything that floats around the canvas, in the person's language. */
export function Around({ locale, messages, open }: AroundProps) {
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
  const { session, editor, ui } = useOpenBoard()
  const { isStopped } = useSyncStatus(session.sync, ({ connection }) => ({ isStopped: connection === 'stopped' }))
  const { zen, lowLatency } = useUi(({ zen, preferences: { lowLatency } }) => ({ zen, lowLatency }))
  useFocusAfterPress()
  useStoredPreferences(ui)
  useStoredSettings(editor)
  useEffect(() => whenIdle(() => editor.prepareWriting()), [editor])
  useEffect(() => editor.setLowLatency(lowLatency), [editor, lowLatency])
  if (isStopped) return <Stopped />
  return (
    <>
      {zen ? <LeaveZen /> : <Everything />}
      <ContextMenu />
      <FrameName />
      <Printing />
    </>
  )
}

/** All that zen mode hides. */
function Everything() {
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
