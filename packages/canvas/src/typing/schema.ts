import { inks, type List, lists, maxIndent, parseColor, parseLink } from '@inkbridge/types'
import { type DOMOutputSpec, Schema } from 'prosemirror-model'

/** Returns the nesting depth of a pasted list item. */
function depthOf(item: Element): number {
  let depth = -1
  for (let at: Element | null = item; at; at = at.parentElement) if (/^(UL|OL)$/.test(at.tagName)) depth += 1
  return Math.min(maxIndent, Math.max(0, depth))
}

function itemOf(item: Element): Record<string, unknown> {
  const box = item.querySelector(':scope > input[type=checkbox], :scope > label input[type=checkbox]')
  const own = item.closest('[data-list]')?.getAttribute('data-list')
  const list: List =
    lists.find((name) => name === own) ?? (box ? 'check' : item.parentElement?.tagName === 'OL' ? 'number' : 'bullet')
  const depth = depthOf(item)
  return {
    list,
    indent: depth > 0 ? depth : null,
    checked: box instanceof HTMLInputElement && box.checked ? true : null,
  }
}

const blocks = 'p, div, h1, h2, h3, h4, h5, h6, pre, blockquote, ul, ol, table'

/**
 * The ProseMirror schema: flat paragraphs with attributes, and marks. Lists are attributes instead of nested nodes, so
 * that concurrent changes and typing lose nothing.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: {
      content: 'text*',
      // A paragraph pasted as a whole keeps its attributes.
      defining: true,
      attrs: {
        heading: { default: null },
        list: { default: null },
        checked: { default: null },
        indent: { default: null },
      },
      parseDOM: [
        {
          tag: 'p[data-words]',
          priority: 90,
          getAttrs: (dom) => ({
            heading: Number(dom.dataset.heading) || null,
            list: dom.dataset.list ?? null,
            checked: dom.dataset.checked ? true : null,
            indent: Number(dom.dataset.indent) || null,
          }),
        },
        { tag: 'li > p', priority: 80, getAttrs: (dom) => (dom.parentElement ? itemOf(dom.parentElement) : null) },
        { tag: 'li', priority: 70, getAttrs: (dom) => (dom.querySelector(`:scope > p`) ? false : itemOf(dom)) },
        ...[1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { heading: Math.min(3, level) } })),
        { tag: 'p' },
        { tag: 'pre', preserveWhitespace: 'full' as const },
        // Only innermost block elements are paragraphs.
        { tag: 'div, blockquote, tr', getAttrs: (dom) => (dom.querySelector(blocks) ? false : null) },
      ],
      toDOM: ({ attrs }): DOMOutputSpec => [
        'p',
        {
          'data-words': '',
          'data-heading': attrs.heading,
          'data-list': attrs.list,
          'data-checked': attrs.checked ? 'true' : null,
          'data-indent': attrs.indent,
        },
        0,
      ],
    },
    text: {},
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = parseLink(dom.getAttribute('href'))
            return href ? { href } : false
          },
        },
      ],
      toDOM: ({ attrs }): DOMOutputSpec => ['a', { href: attrs.href, rel: 'noopener noreferrer nofollow' }, 0],
    },
    bold: {
      parseDOM: [
        // Some programs wrap copied content in a <b> with normal weight.
        { tag: 'b', getAttrs: (dom) => dom.style.fontWeight !== 'normal' && null },
        { tag: 'strong' },
        { style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[6-9]\d\d)$/.test(value) && null },
      ],
      toDOM: (): DOMOutputSpec => ['strong', 0],
    },
    italic: {
      parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }],
      toDOM: (): DOMOutputSpec => ['em', 0],
    },
    underline: {
      parseDOM: [{ tag: 'u' }, { style: 'text-decoration=underline' }, { style: 'text-decoration-line=underline' }],
      toDOM: (): DOMOutputSpec => ['u', 0],
    },
    strike: {
      parseDOM: [
        { tag: 's' },
        { tag: 'del' },
        { tag: 'strike' },
        { style: 'text-decoration=line-through' },
        { style: 'text-decoration-line=line-through' },
      ],
      toDOM: (): DOMOutputSpec => ['s', 0],
    },
    code: { parseDOM: [{ tag: 'code' }, { tag: 'kbd' }], toDOM: (): DOMOutputSpec => ['code', 0] },
    highlight: {
      attrs: { color: { default: 'amber' } },
      parseDOM: [{ tag: 'mark', getAttrs: (dom) => ({ color: parseColor(dom.dataset.color) ?? 'amber' }) }],
      toDOM: ({ attrs }): DOMOutputSpec => ['mark', { 'data-color': attrs.color }, 0],
    },
    color: {
      attrs: { color: { default: inks[0] } },
      parseDOM: [
        {
          tag: 'span[data-ink]',
          getAttrs: (dom) => {
            const color = parseColor(dom.dataset.ink)
            return color ? { color } : false
          },
        },
      ],
      toDOM: ({ attrs }): DOMOutputSpec => ['span', { 'data-ink': attrs.color }, 0],
    },
  },
})
