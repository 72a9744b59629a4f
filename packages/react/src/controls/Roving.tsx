import { type HTMLAttributes, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'

/** A group of buttons and fields with one tab stop; arrow keys move within it (roving tabindex). */
export function Roving({
  ref,
  ...props
}: HTMLAttributes<HTMLDivElement> & { readonly ref?: RefObject<HTMLDivElement | null> }) {
  const own = useRef<HTMLDivElement>(null)
  const group = ref ?? own
  const stop = useRef<HTMLElement | null>(null)
  const setStop = (next: HTMLElement | undefined) => {
    stop.current = next ?? null
    for (const item of itemsOf(group.current)) item.tabIndex = item === next ? 0 : -1
  }
  // Also after buttons were added, removed or disabled.
  useLayoutEffect(() => {
    const items = itemsOf(group.current)
    const kept = items.find((item) => item === stop.current)
    setStop(kept ?? items.find((item) => item.getAttribute('aria-pressed') === 'true') ?? items[0])
  })
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event)
    const { target } = event
    // Ignore popups, which are elsewhere in the document, and fields, which use arrow keys themselves.
    if (!(target instanceof HTMLElement) || !group.current?.contains(target) || hasOwnKeys(target)) return
    const next = nextOf(itemsOf(group.current), target, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is given
    <div
      {...props}
      ref={group}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        if (group.current?.contains(target)) setStop(itemsOf(group.current).find((item) => item.contains(target)))
      }}
    />
  )
}

function itemsOf(group: HTMLElement | null): readonly HTMLElement[] {
  return [...(group?.querySelectorAll<HTMLElement>('button:not(:disabled), input:not(:disabled)') ?? [])]
}

function hasOwnKeys(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && ['text', 'number', 'range'].includes(target.type)
}

/** Horizontal keys go to the previous or next item and wrap around; vertical ones to the row above or below, if any. */
function nextOf(items: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const edge = { Home: 0, End: -1 }[key]
  if (edge !== undefined) return items.at(edge)
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key]
  if (!step) return undefined
  const vertical = key === 'ArrowDown' || key === 'ArrowUp'
  const rows = vertical && items.some((item) => distance(from, item, step) > 0)
  return rows ? nearest(items, from, step) : items[(items.indexOf(from) + step + items.length) % items.length]
}

/** Returns the vertical distance of two items if they are in different rows, CSS pixels. */
function distance(from: HTMLElement, to: HTMLElement, step: number): number {
  const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()]
  const apart = (b.top + b.bottom - a.top - a.bottom) / 2
  return Math.abs(apart) < a.height / 2 ? 0 : apart * step
}

function nearest(items: readonly HTMLElement[], from: HTMLElement, step: number): HTMLElement | undefined {
  const { left } = from.getBoundingClientRect()
  const aside = (item: HTMLElement) => Math.abs(item.getBoundingClientRect().left - left)
  return items
    .filter((item) => distance(from, item, step) > 0)
    .sort((a, b) => distance(from, a, step) - distance(from, b, step) || aside(a) - aside(b))[0]
}
