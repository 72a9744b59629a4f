import { Dialog } from '@base-ui/react/dialog'
import { actions, tools } from '@inkbridge/canvas'
import { X } from 'lucide-react'
import { usePortalRoot } from './portal.ts'

/** All keys, from the registers that also act on them. */
export function HelpDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const portal = usePortalRoot()
  const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
  const shown = (key: string) => key.replace('Mod', mod).replace(/Arrow/, '').replaceAll('+', ' + ')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal {...portal}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className="ink-card ink-dialog ink-help">
          <div className="ink-dialog-head">
            <Dialog.Title className="ink-dialog-title">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close className="ink-icon-button" aria-label="Close">
              <X size={18} strokeWidth={1.75} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="ink-help-columns">
            <dl>
              {tools.map(({ name, label, key, keys }) => (
                <div key={name}>
                  <dt>{label}</dt>
                  <dd>
                    {[key, ...keys.filter((other) => other !== key.toLowerCase())].map((each) => (
                      <kbd key={each}>{each.toUpperCase()}</kbd>
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
                  <kbd>{mod} + wheel</kbd>
                </dd>
              </div>
            </dl>
            <dl>
              {actions.map(({ name, label, keys }) => (
                <div key={name}>
                  <dt>{label}</dt>
                  <dd>
                    <kbd>{shown(keys[0])}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
