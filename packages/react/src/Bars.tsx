import type { Editor } from '@inkbridge/canvas'
import type { BarLayout } from './bar-layout.ts'
import { BackToContent, HistoryBar, ZoomBar } from './Corners.tsx'
import { ViewModeBar } from './Hints.tsx'
import { useEditorState } from './hooks.ts'
import { Toasts } from './Toasts.tsx'
import { Toolbar } from './Toolbar.tsx'

interface BottomBarsProps {
  readonly editor: Editor
  readonly layout: BarLayout
  readonly message: string | null
  readonly onHelp: () => void
  readonly hasMinimap: boolean
  readonly onMinimap: () => void
}

/** Beside each other below the board: history, tools and zoom; above them what is said in passing. */
export function BottomBars({ editor, layout, message, onHelp, hasMinimap, onMinimap }: BottomBarsProps) {
  const { viewing } = useEditorState(editor, ({ viewing }) => ({ viewing }))
  return (
    <div className="ink-bottom">
      <div className="ink-messages">
        <Toasts editor={editor} message={message} />
        <BackToContent editor={editor} />
        {viewing && <ViewModeBar editor={editor} />}
      </div>
      <HistoryBar editor={editor} />
      <Toolbar editor={editor} layout={layout} />
      <ZoomBar editor={editor} layout={layout} onHelp={onHelp} minimap={hasMinimap} onMinimap={onMinimap} />
    </div>
  )
}
