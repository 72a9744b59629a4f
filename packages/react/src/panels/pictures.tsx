import type { ReactNode } from 'react'

/** Icons of styles. */
function Picture({ children }: { readonly children: ReactNode }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      {children}
    </svg>
  )
}

export function LinePicture({ dash }: { readonly dash: string }) {
  return (
    <Picture>
      <path d="M3 10H17" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeDasharray={dash} />
    </Picture>
  )
}

export function CornerPicture({ radius }: { readonly radius: number }) {
  return (
    <Picture>
      <path
        d={`M4 16V${4 + radius}Q4 4 ${4 + radius} 4H16`}
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </Picture>
  )
}

export function FillPicture({ pattern }: { readonly pattern: 'none' | 'tint' | 'solid' | 'hachure' | 'cross-hatch' }) {
  const lines = pattern === 'hachure' || pattern === 'cross-hatch'
  const fill = pattern === 'solid' ? 'currentColor' : pattern === 'tint' ? 'currentColor' : 'none'
  return (
    <Picture>
      <rect
        x="3.5"
        y="3.5"
        width="13"
        height="13"
        rx="3"
        fill={fill}
        fillOpacity={pattern === 'tint' ? 0.22 : 1}
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {lines && <path d="M4 10L10 4M4 16L16 4M10 16L16 10" stroke="currentColor" strokeWidth="1.25" />}
      {pattern === 'cross-hatch' && (
        <path d="M10 4L16 10M4 4L16 16M4 10L10 16" stroke="currentColor" strokeWidth="1.25" />
      )}
    </Picture>
  )
}

export function RoutePicture({ d }: { readonly d: string }) {
  return (
    <svg width="18" height="18" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path d={d} stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
