import { cleanName, type Device, limits, type Me, personColors } from '@inkbridge/types'
import { z } from 'zod'
import { signedInAgain, signedOut } from '../rooms/rejections.ts'
import { deviceLabel, type Visit } from '../storage/devices.ts'
import { HttpProblem, readJson } from './body.ts'
import { type Answer, type Call, parse, type Route, stillMay } from './route.ts'

/** Who this browser is, and which other browsers are the same guest. */
export const meRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/me', role: null, run: me },
  { method: 'PATCH', path: '/api/me', role: null, run: changeMe },
]

/** The browsers that act as a guest, and how they are signed out. */
export const deviceRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/me/devices', role: null, run: listDevices },
  { method: 'DELETE', path: '/api/me/devices/:device', role: null, run: signOutDevice },
  { method: 'DELETE', path: '/api/me/devices', role: null, run: signOutOthers },
  { method: 'POST', path: '/api/me/sign-out', role: null, run: signOut },
]

async function me(call: Call): Promise<Answer> {
  const you = await call.parts.admission.personOf(guestOf(call))
  return { status: 200, body: { you } satisfies Me }
}

const change = z.object({
  name: z
    .string()
    .transform((text) => cleanName(text))
    .refine((name) => name !== null, 'needs at least one character')
    .optional(),
  color: z.enum(personColors).optional(),
})

/** The new name and colour are seen at once wherever the person is. */
async function changeMe(call: Call): Promise<Answer> {
  const guest = guestOf(call)
  const { name, color } = parse(change, await readJson(call.request, limits.maxBodyBytes))
  const { admission, directory, registry } = call.parts
  await stillMay(call)
  const before = await admission.personOf(guest)
  // Only what was given is written: a name and a colour may be on their way at once.
  await directory.changePerson(guest, before, { ...(name ? { name } : {}), ...(color ? { color } : {}) })
  const you = await admission.personOf(guest)
  registry.meet(you)
  return { status: 200, body: { you } satisfies Me }
}

/** This browser acts for nobody any more, and neither does a copy of its cookie; what it keeps of us is removed. */
async function signOut(call: Call): Promise<Answer> {
  const { admission, identity, registry } = call.parts
  const visit = visitOf(call)
  await admission.revokeDevices([visit])
  registry.signOut([visit.device], signedOut)
  identity.remove(call.response)
  // Not "cookies": those of every other site of the same domain would go, too.
  call.response.setHeader('Clear-Site-Data', '"cache", "storage"')
  return { status: 204, endsOwnRight: true }
}

async function listDevices(call: Call): Promise<Answer> {
  return { status: 200, body: { devices: await devicesOf(call, visitOf(call)) } }
}

async function signOutDevice(call: Call): Promise<Answer> {
  const { admission, devices, registry } = call.parts
  const { principal, device } = visitOf(call)
  const wanted = (await devices.list(principal)).find(({ id }) => id === call.params[0])
  if (call.params[0] === device) return signOut(call)
  if (!wanted) throw new HttpProblem(404, 'no-device', 'There is no such device. Nothing was changed.')
  await admission.revokeDevices([{ principal, device: wanted.id, label: wanted.label }])
  registry.signOut([wanted.id], signedOut)
  return { status: 204 }
}

/** Signs out every browser but this one, which goes on with a new cookie: a copy of the one before ends as well. */
async function signOutOthers(call: Call): Promise<Answer> {
  const { admission, devices, identity, registry } = call.parts
  const visit = visitOf(call)
  const { principal, label } = visit
  const listed = (await devices.list(principal)).filter(({ id }) => id !== visit.device)
  const others = listed.map((row) => ({ principal, device: row.id, label: row.label }))
  await admission.revokeDevices([...others, visit])
  const renewed = identity.renew(visit, call.response)
  registry.signOut(
    others.map(({ device }) => device),
    signedOut,
  )
  registry.signOut([visit.device], signedInAgain)
  devices.seen({ ...renewed, label })
  return { status: 200, body: { devices: await devicesOf(call, { ...renewed, label }) }, endsOwnRight: true }
}

/** A browser that was not written down yet is listed nonetheless. */
async function devicesOf({ parts }: Call, { principal, device, label }: Visit): Promise<readonly Device[]> {
  const rows = await parts.devices.list(principal)
  const now = Date.now()
  const listed = rows.some(({ id }) => id === device)
  return (listed ? rows : [{ id: device, label, createdAt: now, seenAt: now }, ...rows]).map((row) => ({
    id: row.id,
    label: row.label,
    createdAt: new Date(row.createdAt).toISOString(),
    seenAt: new Date(row.seenAt).toISOString(),
    current: row.id === device,
  }))
}

function visitOf({ guest, device, request }: Call): Visit {
  if (!guest || !device) throw notABrowser()
  return { principal: guest, device, label: deviceLabel(request.headers['user-agent']) }
}

function guestOf({ guest }: Call) {
  if (!guest) throw notABrowser()
  return guest
}

function notABrowser(): HttpProblem {
  return new HttpProblem(401, 'no-guest', 'This address is for browsers.')
}
