import { type Editor, formats } from '@inkbridge/canvas'
import { shortKey, shownKey } from './keys.ts'
import { Modal, type OpenProps } from './Modal.tsx'

/** All keys, from the registers that also act on them. */
export function HelpDialog({ editor, open, onOpenChange }: OpenProps & { readonly editor: Editor }) {
  return (
    <Modal title="Keyboard shortcuts" className="ink-help" open={open} onOpenChange={onOpenChange}>
      <div className="ink-help-columns">
        <dl>
          {editor.tools
            .filter(({ keys }) => keys.length > 0)
            .map(({ name, label, keys }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>
                  {keys.map((each) => (
                    <kbd key={each}>{shortKey(each)}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          <div>
            <dt>Move the board</dt>
            <dd>
              <kbd>Space + drag</kbd>
            </dd>
          </div>
          <div>
            <dt>Zoom at the pointer</dt>
            <dd>
              <kbd>{shownKey('Mod+wheel')}</kbd>
            </dd>
          </div>
          {formats.map(({ label, key }) => (
            <div key={label}>
              <dt>{label}, while writing</dt>
              <dd>
                <kbd>{shownKey(key)}</kbd>
              </dd>
            </div>
          ))}
        </dl>
        <dl>
          {editor.commands
            .filter(({ keys }) => keys.length > 0)
            .map(({ id, label, keys }) => (
              <div key={id}>
                <dt>{label}</dt>
                <dd>{keys[0] && <kbd>{shownKey(keys[0])}</kbd>}</dd>
              </div>
            ))}
        </dl>
      </div>
    </Modal>
  )
}
