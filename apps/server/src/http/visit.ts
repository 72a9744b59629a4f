import type { PrincipalId } from '@inkbridge/types'
import { signedInAgain, signedOut } from '../rooms.ts'
import { deviceLabel, type Visit } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import type { ApiParts, Call } from './route.ts'

/** A request of a browser. */
export type Visiting = Pick<Call, 'request' | 'response' | 'parts' | 'guest' | 'device' | 'entered'>

/** The browser of a request. Throws an `HttpProblem` for a program. */
export function visitOf({ guest, device, request }: Visiting): Visit {
  if (!guest || !device) throw notABrowser()
  return { principal: guest, device, label: deviceLabel(request.headers['user-agent']) }
}

/** The guest or account of a request. Throws an `HttpProblem` for a program. */
export function guestOf({ guest }: Pick<Call, 'guest'>): PrincipalId {
  if (!guest) throw notABrowser()
  return guest
}

function notABrowser(): HttpProblem {
  return new HttpProblem('no-guest', 'This address is for browsers.')
}

/**
 * Gives this browser a cookie of somebody with a new device id. Copies of its earlier cookie are signed out, and its
 * connections end once the answer is sent: it reconnects immediately, and needs the new cookie for that.
 */
export async function renewHere(call: Visiting, principal: PrincipalId): Promise<Visit> {
  const { admission, devices, identity, registry } = call.parts
  const before = visitOf(call)
  const renewed = { ...identity.renew({ principal }, call.response), label: before.label }
  await devices.add(renewed)
  await admission.revokeDevices([before])
  call.response.once('close', () => registry.signOut([before.device], signedInAgain))
  return renewed
}

/** Signs browsers out, and ends their connections to boards. */
export async function endSessions(
  visits: readonly Visit[],
  { admission, registry }: Pick<ApiParts, 'admission' | 'registry'>,
): Promise<void> {
  await admission.revokeDevices(visits)
  registry.signOut(
    visits.map(({ device }) => device),
    signedOut,
  )
}

/** Lets the browser remove what it has stored of this site. */
export function clearStorage({ response }: Pick<Call, 'response'>): void {
  // Not "cookies": that would also clear those of other sites of the same domain.
  response.setHeader('Clear-Site-Data', '"cache", "storage"')
}
