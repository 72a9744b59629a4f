import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { shownKey, useWords } from '../locale/locale.ts'
import { PortalRoot } from '../ui/ui.ts'
import { tipPlace } from './tip-place.ts'

/** Delay of a tooltip, ms: after a pointer comes to rest, right after another tooltip, and after focus. */
const [restMs, nextMs, focusMs] = [500, 60, 250]
/** The next tooltip within this time is right after another, ms. */
const lingerMs = 400

/**
 * The tooltip of the element that a mouse rests on or that has the keyboard focus: its `data-tip`, and the key in its
 * `data-tip-key`. One for all elements of a board.
 */
export function Tooltips() {
  const words = useWords()
  const root = useContext(PortalRoot)
  const target = useTipTarget(root)
  const tip = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = tip.current
    if (!element || !root || !target) return
    const view = root.getBoundingClientRect()
    const size = { width: element.offsetWidth, height: element.offsetHeight }
    const { left, top } = tipPlace(target.getBoundingClientRect(), size, view)
    element.style.transform = `translate(${left}px, ${top}px)`
  })
  const { tip: text, tipKey } = target?.dataset ?? {}
  if (!text) return null
  return (
    <div ref={tip} className="ink-tip" role="tooltip">
      {text}
      {tipKey && <kbd>{shownKey(tipKey, words)}</kbd>}
    </div>
  )
}

/** Returns the element whose tooltip is shown; null: none. */
function useTipTarget(root: HTMLElement | null): HTMLElement | null {
  const [target, setTarget] = useState<HTMLElement | null>(null)
  useEffect(() => {
    if (!root) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over: HTMLElement | null = null
    let hiddenAt = Number.NEGATIVE_INFINITY
    const show = (element: HTMLElement | null, afterMs: number) => {
      if (element === over) return
      clearTimeout(timer)
      if (over) setTarget((before) => (before ? noTarget() : before))
      over = element
      if (element) timer = setTimeout(() => setTarget(element), afterMs)
    }
    const noTarget = () => {
      hiddenAt = performance.now()
      return null
    }
    const hide = () => {
      clearTimeout(timer)
      setTarget(null)
    }
    const stop = new AbortController()
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => root.addEventListener(name, listener, { signal: stop.signal })
    listen('pointerover', ({ target, pointerType }) => {
      if (pointerType === 'touch') return
      show(tipped(target), performance.now() - hiddenAt < lingerMs ? nextMs : restMs)
    })
    listen('pointerleave', () => show(null, 0))
    listen('focusin', ({ target }) => {
      if (target instanceof Element && target.matches(':focus-visible')) show(tipped(target), focusMs)
    })
    listen('focusout', () => show(null, 0))
    listen('pointerdown', hide)
    listen('click', hide)
    listen('keydown', ({ key }) => {
      if (key === 'Escape') hide()
    })
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [root])
  return target?.isConnected ? target : null
}

function tipped(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
}
