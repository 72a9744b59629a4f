import type { ButtonHTMLAttributes, ReactNode } from 'react'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string
  readonly children: ReactNode
}

/** A square button with an icon; its label is its tooltip and its name. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} className={`ink-icon-button ${className ?? ''}`} {...rest}>
      {children}
    </button>
  )
}

export function Divider() {
  return <span className="ink-divider" aria-hidden="true" />
}
