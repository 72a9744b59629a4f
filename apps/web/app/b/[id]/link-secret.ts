/**
 * The secret of the link that led to a board, until it is exchanged for a permission of this browser. It is removed
 * from the address immediately, so that it is neither seen nor copied from there, and is stored for this tab alone. A
 * browser without cookies cannot store a permission: there it stays in the address, and opens the board.
 */
export interface LinkSecret {
  readonly value: string | null
  /** It opens the board from now on, also when this address is loaded again. */
  putBack(): void
  /** Forgets the secret, once it was exchanged or is known to be invalid. */
  drop(): void
}

/** The token of a link with a password, for a browser that cannot join by it. */
export function tokenWith(secret: string, password: string): string {
  const bytes = new TextEncoder().encode(password)
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return `${secret}.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

export function takeLinkSecret(board: string): LinkSecret {
  const key = `inkbridge-link/${board}`
  const given = new URLSearchParams(location.hash.slice(1)).get('k')
  if (given !== null && navigator.cookieEnabled) {
    keep(key, given)
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  const value = given ?? kept(key)
  return {
    value,
    putBack: () => history.replaceState(history.state, '', `${location.pathname}${location.search}#k=${value ?? ''}`),
    drop: () => drop(key),
  }
}

/** A browser without storage has the secret until the page is closed. */
function keep(key: string, secret: string): void {
  try {
    sessionStorage.setItem(key, secret)
  } catch {}
}

function kept(key: string): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

function drop(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {}
}
