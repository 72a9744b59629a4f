import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string
  /** Its key, as in the lists of commands; the tooltip shows it. */
  readonly shortcut?: string | undefined
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon; its label is its tooltip and its name. */
export function IconButton({ label, shortcut, children, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-tip-key={shortcut}
      className={`ink-icon-button ${className ?? ''}`}
      {...rest}
    >
      {children}
    </button>
  )
}

export function Divider() {
  return <span className="ink-divider" aria-hidden="true" />
}
