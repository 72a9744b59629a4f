import { randomName } from '@inkbridge/types'

const name = 'inkbridge-participant'

/**
 * Distinguishes this client from others with the same link: no other client may write in its name. Stored edits are
 * sent again by the same participant, after a reload as well.
 */
export function participantKey(keep: boolean): string {
  const fresh = randomName(32)
  if (!keep) return fresh
  try {
    const known = localStorage.getItem(name)
    if (!known) localStorage.setItem(name, fresh)
    return known ?? fresh
  } catch {
    // A page without storage has none of this either.
    return fresh
  }
}
