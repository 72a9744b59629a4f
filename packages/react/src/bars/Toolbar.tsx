import { type Editor, families, type ToolEntry } from '@inkbridge/canvas'
import { Fragment } from 'react'
import { Divider, Roving } from '../controls/controls.ts'
import { toolLabel, useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'
import { type BarLayout, foldTools } from './bar-layout.ts'
import { Family, MoreTools } from './ToolFamily.tsx'

interface ToolbarProps {
  readonly editor: Editor
  readonly layout: BarLayout
}

/** The tools, by group; viewers have those that change nothing. */
export function Toolbar({ editor, layout }: ToolbarProps) {
  const words = useWords()
  const { t } = words
  const { readOnly } = useEditorState(editor, ({ readOnly }) => ({ readOnly }))
  const { shown, more } = foldTools(placesOf(editor, readOnly, layout.isPhone), layout.places)
  return (
    <Roving className="ink-bar ink-toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      {shown.map((members, index) => (
        <Fragment key={members[0]?.name}>
          {index > 0 && members[0]?.group !== shown[index - 1]?.[0]?.group && <Divider />}
          <Family
            editor={editor}
            members={members}
            label={t('toolbar.family', { tool: members[0] ? toolLabel(members[0], words) : '' })}
          />
        </Fragment>
      ))}
      {more.length > 0 && <MoreTools editor={editor} tools={more} />}
    </Roving>
  )
}

/** Returns the tools of each place. */
export function placesOf(editor: Editor, readOnly: boolean, isPhone: boolean): readonly (readonly ToolEntry[])[] {
  return families(readOnly ? editor.tools.filter(({ group }) => group === 'look') : editor.tools, isPhone)
}
