/** Characters of an address to return to. */
const maxLength = 2_000

/**
 * The path on our own site to go to after signing in; `/` for anything else. Browsers read a backslash as a slash and
 * drop control characters, so that `/\\evil.example` would lead to another site.
 */
export function parseNextPath(input: unknown): string {
  const isOwn = typeof input === 'string' && input.length <= maxLength && /^\/(?!\/)[^\\\p{Cc}]*$/u.test(input)
  return isOwn ? input : '/'
}
