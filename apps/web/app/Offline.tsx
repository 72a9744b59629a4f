'use client'

import { useEffect } from 'react'

/** Makes this page available offline, where browsers allow it: over https, and on this machine. */
export function Offline() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    void keepThisPage().catch(() => {})
  }, [])
  return null
}

async function keepThisPage(): Promise<void> {
  await navigator.serviceWorker.register('/offline-worker.js')
  const { active } = await navigator.serviceWorker.ready
  // Also later files: a part that was loading when the service worker started has not passed through it.
  const loaded = new PerformanceObserver((list) => {
    const made = list.getEntries().flatMap(({ name }) => (name.includes('/_next/static/') ? [name] : []))
    if (made.length > 0) active?.postMessage({ page: location.pathname, made })
  })
  loaded.observe({ type: 'resource', buffered: true })
  // Fonts that may be used later: no page has requested them yet.
  active?.postMessage({ page: location.pathname, made: latinFonts() })
}

/** The files of all fonts for Latin letters; those for other scripts load when they are used. */
function latinFonts(): readonly string[] {
  const rules = [...document.styleSheets].flatMap((sheet) => (sheet.href ? [...sheet.cssRules] : []))
  return rules.flatMap((rule) => {
    if (!(rule instanceof CSSFontFaceRule)) return []
    const [, file] = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src')) ?? []
    const isLatin = /U\+0+-0*FF\b/i.test(rule.style.getPropertyValue('unicode-range'))
    return file && isLatin ? [new URL(file, rule.parentStyleSheet?.href ?? location.href).href] : []
  })
}
