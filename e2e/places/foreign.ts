import type { Page } from '@playwright/test'
import { patternOf, type Texts } from './texts.ts'

/** The texts of a page that are neither among a language's messages nor content of a board. */
export async function foreignIn(page: Page, texts: Texts): Promise<readonly string[]> {
  const isKnown = reader(texts)
  return [...new Set(await shownIn(page))].filter((text) => !isKnown(text))
}

/** Everything a person reads or hears on a page: text and naming attributes, without the log of messages. */
function shownIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const names = ['aria-label', 'title', 'placeholder', 'alt'] as const
    const found = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const element = node instanceof Element ? node : node.parentElement
      if (!element?.checkVisibility() || element.closest('script, style, .ink-words, .ink-inspector-lines')) continue
      if (node instanceof Element) found.push(...names.map((name) => node.getAttribute(name) ?? ''))
      else found.push(node.textContent ?? '')
    }
    return found.flatMap((text) => text.split('\n')).map((text) => text.replace(/\s+/g, ' ').trim())
  })
}

/**
 * Texts that are the same in every language, or written by people: boards of the tour, German guests, numbers, keys.
 */
const content = [
  /^[^\p{L}]*$/u,
  /^(Inkbridge|Hafen|Hafenfest|Formen|Bruchrechnen 5b|Retro 41 mit einem Titel, der für seine Karte zu lang ist)$/,
  /^(Harbour festival|Lanterns along the quay, lit at nine|Who tunes the piano\?|Ask the city|book the stage|permit\?|yes)$/,
  /^\p{Lu}\p{Ll}+r \p{Lu}\p{Ll}+$/u,
  /^\p{Lu}{1,2}$/u,
  /^(Chrome|Browser) \(Linux\)$/,
  /^[⇧]?[A-Z\d]$/,
  /^(Alt|Tab|F2)$/,
  /^[\d.,]+ ?(ms|s|B|kB|MB|Byte)$/,
  /^(\d+\.\d+\.\d+|\d+:\d+)$/,
  /^Hafen\.(svg|pdf)$/,
  /^Liebe Rita, die Boote kommen am Freitag\.$/,
  /^https?:\S+$/,
  /^#[\da-f]{6}$/i,
  /^Ag$/,
  /^Heute$/,
]

/** A text is recognised as a message whose slots are recognised, or as a list of such with separators. */
function reader({ all }: Texts): (text: string) => boolean {
  const plurals = all.flatMap((message) => [...message.matchAll(/\w+ \{([^{}]*)\}/g)].map(([, one = '']) => one))
  const messages = [...all.filter((message) => !message.includes(', plural,')), ...plurals]
  const exact = new Set(messages)
  const patterns = messages
    .map((message) => message.replaceAll('#', '{count}'))
    .filter((message) => /\{\w+\}/.test(message))
    .map((message) => new RegExp(`^${patternOf(message).source.replaceAll('.+', '(.+)')}$`))
  const isKnown = (text: string): boolean => {
    if (exact.has(text) || content.some((pattern) => pattern.test(text))) return true
    if (text.includes(' + ') && text.split(' + ').every(isKnown)) return true
    return patterns.some((pattern) => {
      const slots = pattern.exec(text)?.slice(1) ?? []
      return slots.length > 0 && slots.every((slot) => slot !== text && isKnown(slot))
    })
  }
  const isSentences = (text: string) => text.split(/(?<=[.!?]) /).every(isKnown)
  return (text) => isKnown(text) || isSentences(text)
}
