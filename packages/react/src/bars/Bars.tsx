import { Toasts } from '../notices/Notices.tsx'
import { useEditorState, useOpenBoard } from '../ui/ui.ts'
import { BackToContent, HistoryBar, ZoomBar } from './Corners.tsx'
import { PeopleBar } from './PeopleBar.tsx'
import { TitleBar } from './TitleBar.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useBarLayout } from './use-bar-layout.ts'
import { ViewModeBar } from './ViewModeBar.tsx'

export { SelectionBar } from './SelectionBar.tsx'
export { TextBar } from './TextBar.tsx'
export { WaitingBars } from './WaitingBars.tsx'

/** Beside each other above the board: the title on the left, people and the menu on the right. */
export function TopBars() {
  return (
    <div className="ink-top">
      <TitleBar />
      <PeopleBar />
    </div>
  )
}

/** Beside each other below the board: history, tools and zoom; above them short messages. */
export function BottomBars() {
  const { editor } = useOpenBoard()
  const layout = useBarLayout(editor)
  const { viewing } = useEditorState(editor, ({ viewing }) => ({ viewing }))
  return (
    <div className="ink-bottom">
      <div className="ink-messages">
        <Toasts />
        <BackToContent editor={editor} />
        {viewing && <ViewModeBar editor={editor} />}
      </div>
      <HistoryBar editor={editor} />
      <Toolbar editor={editor} layout={layout} />
      <ZoomBar layout={layout} />
    </div>
  )
}
