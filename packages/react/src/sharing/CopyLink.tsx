import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { copyText } from '../ui/ui.ts'
import { QrCode } from './QrCode.tsx'

/** Copying of an address. */
interface Copying {
  readonly copied: boolean
  /** The browser does not allow it: the address is shown, to be copied by hand. */
  readonly failed: boolean
  run(): void
}

/** Copies an address, if there is one. */
export function useCopy(address: string | null): Copying {
  const [state, setState] = useState<{ readonly address: string; readonly done: boolean } | null>(null)
  const isCurrent = state?.address === address
  return {
    copied: isCurrent && (state?.done ?? false),
    failed: isCurrent && state?.done === false,
    run() {
      if (address !== null) void copyText(address).then((done) => setState({ address, done }))
    },
  }
}

interface CopyButtonProps {
  readonly name: string
  readonly isPrimary: boolean
  readonly copy: Copying
}

export function CopyButton({ name, isPrimary, copy }: CopyButtonProps) {
  const { t } = useWords()
  const Icon = copy.copied ? Check : Copy
  return (
    <button
      type="button"
      className={`ink-button ${isPrimary ? 'ink-primary' : ''}`}
      aria-label={copy.copied ? t('action.copied') : t('share.copyNamed', { link: name })}
      onClick={copy.run}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span aria-live="polite">{copy.copied ? t('action.copied') : t('share.copy')}</span>
    </button>
  )
}

interface LinkAddressProps {
  readonly name: string
  readonly address: string
  /** `code`: also as a QR code; `text`: selected, to be copied by hand. */
  readonly shown: 'code' | 'text'
}

/** The address of a link, in a field. */
export function LinkAddress({ name, address, shown }: LinkAddressProps) {
  const { t } = useWords()
  return (
    <div className="ink-share-link">
      {shown === 'code' && <QrCode text={address} label={t('share.codePicture', { link: name })} />}
      <input
        readOnly
        className="ink-input"
        aria-label={t('share.linkNamed', { link: name })}
        value={address}
        ref={(input) => {
          if (shown === 'text') input?.focus()
        }}
        onFocus={(event) => event.currentTarget.select()}
      />
    </div>
  )
}
