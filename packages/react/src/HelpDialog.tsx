import { type Editor, formats } from '@inkbridge/canvas'
import { shortKey, shownKey } from './keys.ts'
import { commandLabel, toolLabel } from './labels.ts'
import { useWords } from './locale/context.tsx'
import { Modal, type OpenProps } from './Modal.tsx'

/** All keys, from the registers that also act on them. */
export function HelpDialog({ editor, open, onOpenChange }: OpenProps & { readonly editor: Editor }) {
  const words = useWords()
  const { t } = words
  return (
    <Modal title={t('help.title')} className="ink-help" open={open} onOpenChange={onOpenChange}>
      <div className="ink-help-columns">
        <dl>
          {editor.tools
            .filter(({ keys }) => keys.length > 0)
            .map((tool) => (
              <div key={tool.name}>
                <dt>{toolLabel(tool, words)}</dt>
                <dd>
                  {tool.keys.map((each) => (
                    <kbd key={each}>{shortKey(each)}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          <div>
            <dt>{t('help.pan')}</dt>
            <dd>
              <kbd>{t('help.panKeys')}</kbd>
            </dd>
          </div>
          <div>
            <dt>{t('help.zoom')}</dt>
            <dd>
              <kbd>{t('help.zoomKeys', { modifier: shownKey('Mod', words) })}</kbd>
            </dd>
          </div>
          {formats.map(({ id, key }) => (
            <div key={id}>
              <dt>{t('help.whileWriting', { format: t(`format.${id}`) })}</dt>
              <dd>
                <kbd>{shownKey(key, words)}</kbd>
              </dd>
            </div>
          ))}
        </dl>
        <dl>
          {editor.commands
            .filter(({ keys }) => keys.length > 0)
            .map((command) => (
              <div key={command.id}>
                <dt>{commandLabel(command, words)}</dt>
                <dd>{command.keys[0] && <kbd>{shownKey(command.keys[0], words)}</kbd>}</dd>
              </div>
            ))}
        </dl>
      </div>
    </Modal>
  )
}
