import { Menu } from '@base-ui/react/menu'
import { type ActionEntry, type ActionGroup, actions, type Editor, isOffered } from '@inkbridge/canvas'
import type { ScreenPoint } from '@inkbridge/types'
import { useRef } from 'react'
import { useEditorState } from './hooks.ts'
import { shownKey } from './keys.ts'
import { usePortalRoot } from './portal.ts'

interface ContextMenuProps {
  readonly editor: Editor
  /** Where on the canvas; null: closed. */
  readonly at: ScreenPoint | null
  readonly canvas: HTMLElement
  readonly onClose: () => void
}

/** What is shown for a selection, and where nothing is selected. */
const sections: { readonly [where in 'selection' | 'board']: readonly ActionGroup[] } = {
  selection: ['edit', 'order', 'flip', 'align'],
  board: ['history', 'select', 'view'],
}

/** What can be done with what was clicked on, from the register of actions. */
export function ContextMenu({ editor, at, canvas, onClose }: ContextMenuProps) {
  const portal = usePortalRoot()
  const { selection, readOnly } = useEditorState(editor, ({ selection, readOnly }) => ({ selection, readOnly }))
  const groups = sections[selection.length > 0 ? 'selection' : 'board']
    .map((group) => offered(group, selection.length, readOnly))
    .filter((entries) => entries.length > 0)
  // While it closes it stays where it was.
  const last = useRef<ScreenPoint>({ x: 0, y: 0 })
  if (at) last.current = at
  const anchor = {
    getBoundingClientRect: () => {
      const { left, top } = canvas.getBoundingClientRect()
      return new DOMRect(left + last.current.x, top + last.current.y, 0, 0)
    },
  }
  return (
    <Menu.Root open={at !== null} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Menu.Portal {...portal}>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" sideOffset={2} className="ink-layer">
          <Menu.Popup className="ink-card ink-menu ink-context-menu">
            {groups.map((entries, index) => (
              <Menu.Group key={entries[0]?.group}>
                {index > 0 && <Menu.Separator className="ink-menu-line" />}
                {entries.map((entry) => (
                  <Menu.Item key={entry.name} className="ink-menu-item" onClick={() => editor.act(entry.name)}>
                    {entry.label}
                    {entry.keys[0] && <kbd>{shownKey(entry.keys[0])}</kbd>}
                  </Menu.Item>
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

type Entry = ActionEntry & (typeof actions)[number]

function offered(group: ActionGroup, selected: number, readOnly: boolean): readonly Entry[] {
  return (actions as readonly Entry[]).filter(
    (entry) => entry.group === group && isOffered(entry, selected, readOnly) && entry.name !== 'cancel',
  )
}
