import { limits } from '@inkbridge/types'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../locale/locale.ts'

interface ItemNameProps {
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onDone: () => void
}

/** A field for the name of an item: Enter and leaving it save, Escape does not. */
export function ItemName({ name, onRename, onDone }: ItemNameProps) {
  const { t } = useWords()
  const [text, setText] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => field.current?.select(), [])
  // Once: the field loses the focus when it is left by a key, too.
  const leave = (saves: boolean) => {
    if (isDone.current) return
    isDone.current = true
    if (saves && text !== name) onRename(text)
    onDone()
  }
  return (
    <input
      ref={field}
      className="ink-library-name"
      aria-label={t('library.name')}
      maxLength={limits.maxTitleLength}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        leave(event.key === 'Enter')
      }}
    />
  )
}
