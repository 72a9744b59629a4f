import { Dialog } from '@base-ui/react/dialog'
import { type Editor, type Facts, isOffered } from '@inkbridge/canvas'
import { WordFinder } from '@inkbridge/canvas/fold'
import { type KeyboardEvent, useId, useState } from 'react'
import { useEditorState } from './hooks.ts'
import { shownKey } from './keys.ts'
import { commandLabel, toolLabel } from './labels.ts'
import { type BoardWords, useWords } from './locale/context.tsx'
import type { OpenProps } from './Modal.tsx'
import { usePortalRoot } from './portal.ts'

interface PaletteProps extends OpenProps {
  readonly editor: Editor
}

interface Command {
  readonly name: string
  readonly label: string
  readonly key: string | undefined
  run(): void
}

/** Everything one can do, found by a few letters of it. */
export function Palette({ editor, open, onOpenChange }: PaletteProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} modal="trap-focus">
      <Dialog.Portal {...portal}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className="ink-card ink-palette" aria-label={t('palette.label')}>
          <Search editor={editor} onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Search({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const list = useId()
  const { facts } = useEditorState(editor, ({ facts }) => ({ facts }))
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const found = search(commandsOf(editor, facts, words), typed)
  const chosen = found[Math.min(at, found.length - 1)]
  const run = (command: Command | undefined) => {
    if (!command) return
    onDone()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((found.indexOf(chosen as Command) + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        className="ink-palette-words"
        role="combobox"
        aria-label={t('palette.field')}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen && `${list}-${chosen.name}`}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className="ink-palette-list" id={list} role="listbox" aria-label={t('palette.list')}>
        {found.map((command) => (
          <div
            key={command.name}
            tabIndex={-1}
            id={`${list}-${command.name}`}
            role="option"
            aria-selected={command === chosen}
            ref={(element) => {
              if (command === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(found.indexOf(command))}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
          >
            {command.label}
            {command.key && <kbd>{shownKey(command.key, words)}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="ink-palette-none">{t('palette.none')}</p>}
      </div>
    </>
  )
}

function commandsOf(editor: Editor, facts: Facts, words: BoardWords): readonly Command[] {
  return [
    ...editor.commands
      .filter((command) => !command.hiddenIn?.includes('palette') && isOffered(command, facts))
      .map((command) => ({
        name: command.id,
        label: commandLabel(command, words),
        key: command.keys[0],
        run: () => void editor.act(command),
      })),
    ...editor.tools
      .filter(({ group }) => !facts.readOnly || group === 'look')
      .map((tool) => ({
        name: `tool-${tool.name}`,
        label: toolLabel(tool, words),
        key: tool.keys[0],
        run: () => editor.setTool(tool.name),
      })),
  ]
}

/** Returns the commands that contain all typed words; those that begin with the first one come first. */
function search(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => new WordFinder(word))
  const has = ({ label }: Command) => wanted.every((word) => word.isIn(label))
  const begins = ({ label }: Command) => (wanted[0]?.begins(label) ? 0 : 1)
  return commands.filter(has).sort((a, b) => begins(a) - begins(b))
}
