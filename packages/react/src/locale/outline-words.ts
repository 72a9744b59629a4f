import type { OutlineEnd, OutlineEntry } from '@inkbridge/canvas'
import type { BoardWords } from './context.tsx'

/** Describes a shape: its kind, its text, and the shapes it connects. */
export function outlineWords({ kind, words, ends }: Omit<OutlineEntry, 'depth'>, texts: BoardWords): string {
  const { t } = texts
  const self = endWords({ kind, words }, texts)
  const [from, to] = ends
  if (from && to) return t('outline.between', { shape: self, from: endWords(from, texts), to: endWords(to, texts) })
  if (from) return t('outline.from', { shape: self, from: endWords(from, texts) })
  return to ? t('outline.to', { shape: self, to: endWords(to, texts) }) : self
}

function endWords({ kind, words }: OutlineEnd, { t, find }: BoardWords): string {
  const label = find(`tool.${kind}`) ?? find(`outline.${kind}`) ?? kind
  return words === '' ? label : t('outline.written', { kind: label, words })
}
