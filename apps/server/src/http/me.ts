import type { Device } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import { signedOut } from '../rooms.ts'
import type { Visit } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import { type Answer, type Call, done, endsOwnRight, json, type Route, route, stillMay } from './route.ts'
import { clearStorage, guestOf, renewHere, visitOf } from './visit.ts'

const getMe = route(
  {
    id: 'getMe',
    method: 'GET',
    path: '/api/me',
    role: null,
    beforeSignIn: true,
    summary: 'The guest of this browser',
    answers: { 200: rest.me },
    refusals: ['no-guest'],
  },
  async (call) => {
    return json(200, { you: await call.parts.admission.personOf(guestOf(call)) })
  },
)

/** Changes name or colour, and updates them on all boards of the person. */
const changeMe = route(
  {
    id: 'changeMe',
    method: 'PATCH',
    path: '/api/me',
    role: null,
    summary: 'Change the name or colour of this browser’s guest, for everybody immediately',
    body: rest.changeMe,
    answers: { 200: rest.me },
    refusals: ['no-guest'],
  },
  async (call) => {
    const guest = guestOf(call)
    const { name, color } = await call.readBody()
    const { admission, directory, registry } = call.parts
    await stillMay(call)
    const before = await admission.personOf(guest)
    // Only the given fields are written: a name and a colour may be changed concurrently.
    await directory.changePerson(guest, before, { ...(name ? { name } : {}), ...(color ? { color } : {}) })
    const you = await admission.personOf(guest)
    registry.updatePerson(you)
    return json(200, { you })
  },
)

const listDevices = route(
  {
    id: 'listDevices',
    method: 'GET',
    path: '/api/me/devices',
    role: null,
    summary: 'The browsers of this guest, the most recently seen first',
    answers: { 200: rest.devices },
    refusals: ['no-guest'],
  },
  async (call) => {
    return json(200, { devices: await devicesOf(call, visitOf(call)) })
  },
)

const signOutDevice = route(
  {
    id: 'signOutDevice',
    method: 'DELETE',
    path: '/api/me/devices/:device',
    role: null,
    summary: 'Sign out a browser of this guest',
    answers: { 204: null },
    refusals: ['no-guest', 'no-device'],
  },
  async (call) => {
    const { admission, devices, registry } = call.parts
    const { principal, device } = visitOf(call)
    const wanted = (await devices.list(principal)).find(({ id }) => id === call.params.device)
    if (call.params.device === device) return signOutHere(call)
    if (!wanted) throw new HttpProblem('no-device', 'There is no such device. Nothing was changed.')
    await call.parts.limits.maySignOut(call.address)
    await admission.revokeDevices([{ principal, device: wanted.id, label: wanted.label }])
    registry.signOut([wanted.id], signedOut)
    return done(204)
  },
)

/** Signs out all other browsers. This one gets a new cookie, so that copies of its old one become invalid too. */
const signOutOthers = route(
  {
    id: 'signOutOthers',
    method: 'DELETE',
    path: '/api/me/devices',
    role: null,
    summary: 'Sign out all other browsers of this guest, and every copy of this one’s cookie',
    answers: { 200: rest.devices },
    refusals: ['no-guest'],
  },
  async (call) => {
    const { admission, devices, registry } = call.parts
    const visit = visitOf(call)
    await call.parts.limits.maySignOut(call.address)
    await stillMay(call)
    const { principal } = visit
    const listed = (await devices.list(principal)).filter(({ id }) => id !== visit.device)
    const others = listed.map((row) => ({ principal, device: row.id, label: row.label }))
    await admission.revokeDevices(others)
    registry.signOut(
      others.map(({ device }) => device),
      signedOut,
    )
    const renewed = await renewHere(call, principal)
    return endsOwnRight(json(200, { devices: await devicesOf(call, renewed) }))
  },
)

const signOut = route(
  {
    id: 'signOut',
    method: 'POST',
    path: '/api/me/sign-out',
    role: null,
    summary: 'Sign out this browser, and clear its storage of this site',
    answers: { 204: null },
    refusals: ['no-guest'],
  },
  signOutHere,
)

/** The guest of this browser. */
export const meRoutes: readonly Route[] = [getMe, changeMe]

/** Lists and signs out the browsers of a guest. */
export const deviceRoutes: readonly Route[] = [listDevices, signOutDevice, signOutOthers, signOut]

/** Signs this browser out, together with copies of its cookie, and clears its storage of this site. */
async function signOutHere(call: Call): Promise<Answer & { readonly status: 204 }> {
  const { admission, identity, registry } = call.parts
  const visit = visitOf(call)
  await call.parts.limits.maySignOut(call.address)
  await stillMay(call)
  await admission.revokeDevices([visit])
  registry.signOut([visit.device], signedOut)
  identity.remove(call.response)
  clearStorage(call)
  return endsOwnRight(done(204))
}

/** Lists the browsers of a guest, including this one even if it is not stored yet. */
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
