import { useEffect, useRef } from 'react'
import type { BoardDialog } from './asked.ts'

interface ImportInputProps {
  readonly dialog: BoardDialog | null
  readonly onImport: (text: string) => void
}

/** Lets a person choose a board file, when that is asked for. */
export function ImportInput({ dialog, onImport }: ImportInputProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (dialog === 'import') input.current?.click()
  }, [dialog])
  return (
    <input
      ref={input}
      type="file"
      hidden
      accept=".json,application/json"
      onChange={(event) => {
        event.currentTarget.files?.[0]?.text().then(onImport, () => {})
        event.currentTarget.value = ''
      }}
    />
  )
}
