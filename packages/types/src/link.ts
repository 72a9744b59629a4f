const maxLinkLength = 2_048

/** Parses an address that may be followed: web, mail, or a place on this board (`#…`); null for any other. */
export function parseLink(input: unknown): string | null {
  if (typeof input !== 'string' || input.length > maxLinkLength) return null
  const text = input.trim()
  if (text.startsWith('#') && text.length > 1) return text
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const { protocol, href, hostname } = new URL(address)
  if (protocol === 'mailto:') return href
  return (protocol === 'https:' || protocol === 'http:') && (hostname.includes('.') || hostname === 'localhost')
    ? href
    : null
}
