import { randomName } from '@inkbridge/types'

const name = 'inkbridge-participant'

/**
 * What tells this client from others who came by the same link: nobody else may write in its place. What is kept on a
 * device is sent by the same one again, after a reload as well.
 */
export function participantKey(keep: boolean): string {
  const fresh = randomName(32)
  if (!keep) return fresh
  try {
    const known = localStorage.getItem(name)
    if (!known) localStorage.setItem(name, fresh)
    return known ?? fresh
  } catch {
    // A page that may store nothing keeps nothing either.
    return fresh
  }
}
