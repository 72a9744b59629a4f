import { Toasts } from '../notices/Notices.tsx'
import { useEditorState, useOpenBoard } from '../ui/ui.ts'
import { BackToContent } from './BackToContent.tsx'
import { HistoryBar } from './HistoryBar.tsx'
import { PeopleBar } from './PeopleBar.tsx'
import { TitleBar } from './TitleBar.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useBarLayout } from './use-bar-layout.ts'
import { ViewModeBar } from './ViewModeBar.tsx'
import { ZoomBar } from './ZoomBar.tsx'

export { SelectionBar } from './SelectionBar.tsx'
export { TextBar } from './TextBar.tsx'
export { WaitingBars } from './WaitingBars.tsx'

/** The bars at the top: the title on the left, people and the menu on the right. */
export function TopBars() {
  return (
    <div className="ink-top">
      <TitleBar />
      <PeopleBar />
    </div>
  )
}

/** The bars at the bottom: history, tools and zoom, with short messages above. */
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
