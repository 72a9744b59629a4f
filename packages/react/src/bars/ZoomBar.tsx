import { Popover } from '@base-ui/react/popover'
import type { Editor } from '@inkbridge/canvas'
import { CircleHelp, Map as MapIcon, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { Divider, IconButton, Roving } from '../controls/controls.ts'
import { commandKey, useWords } from '../locale/locale.ts'
import {
  setPreferences,
  useEditorState,
  useFinalFocus,
  useHasKeys,
  useOpenBoard,
  usePortalRoot,
  useUi,
} from '../ui/ui.ts'
import type { BarLayout } from './bar-layout.ts'

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Zoom, minimap and help; in one button where there is no room for them, and in the menu of the board on a phone. */
export function ZoomBar({ layout }: { readonly layout: BarLayout }) {
  const { t } = useWords()
  if (layout.zoom === 'menu') return null
  if (layout.zoom === 'button') return <ZoomButton />
  return (
    <Roving className="ink-bar ink-zoom" role="toolbar" aria-label={t('zoom.label')}>
      <ZoomControls />
    </Roving>
  )
}

function ZoomButton() {
  const { t, format } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const { percent } = usePercent(useOpenBoard().editor)
  return (
    <div className="ink-bar ink-zoom">
      <Popover.Root>
        <Popover.Trigger className="ink-zoom-value" aria-label={t('zoom.now', { zoom: format.percent(percent / 100) })}>
          {format.percent(percent / 100)}
        </Popover.Trigger>
        <Popover.Portal {...portal}>
          <Popover.Positioner side="top" align="end" sideOffset={12} collisionPadding={8} className="ink-layer">
            <Popover.Popup className="ink-card" aria-label={t('zoom.label')} finalFocus={finalFocus}>
              <Roving className="ink-sub-tools" role="toolbar" aria-label={t('zoom.label')}>
                <ZoomControls />
              </Roving>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}

function usePercent(editor: Editor): { readonly percent: number } {
  return useEditorState(editor, ({ camera }) => ({ percent: Math.round(camera.zoom * 100) }))
}

function ZoomControls() {
  const { editor, ui } = useOpenBoard()
  const { minimap } = useUi(({ preferences: { minimap } }) => ({ minimap }))
  const { t, format } = useWords()
  const { percent } = usePercent(editor)
  const hasKeys = useHasKeys()
  return (
    <>
      <IconButton label={t('zoom.out')} onClick={() => editor.zoomBy(0.8)}>
        <ZoomOut {...icon} />
      </IconButton>
      <button
        type="button"
        className="ink-zoom-value"
        data-tip={t('zoom.reset', { full: format.percent(1) })}
        data-tip-key={commandKey(editor.commands, 'zoom-reset')}
        aria-label={t('zoom.resetNow', { full: format.percent(1), zoom: format.percent(percent / 100) })}
        onClick={() => editor.zoomTo(1)}
      >
        {format.percent(percent / 100)}
      </button>
      <IconButton label={t('zoom.in')} onClick={() => editor.zoomBy(1.25)}>
        <ZoomIn {...icon} />
      </IconButton>
      <Divider />
      <IconButton label={t('zoom.fit')} onClick={() => editor.zoomToFit()}>
        <Maximize {...icon} />
      </IconButton>
      <IconButton
        label={t('minimap.label')}
        aria-pressed={minimap}
        className="ink-toggle"
        onClick={() => setPreferences(ui, { minimap: !minimap })}
      >
        <MapIcon {...icon} />
      </IconButton>
      {hasKeys && (
        <IconButton label={t('help.title')} onClick={() => ui.change({ dialog: 'help' })}>
          <CircleHelp {...icon} />
        </IconButton>
      )}
    </>
  )
}
