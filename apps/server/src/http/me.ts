import { cleanName, limits, type Me, personColors } from '@inkbridge/types'
import { z } from 'zod'
import { HttpProblem, readJson } from './body.ts'
import { type Answer, type Call, parse, type Route } from './route.ts'

/** Who this browser is. */
export const meRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/me', role: null, run: me },
  { method: 'PATCH', path: '/api/me', role: null, run: changeMe },
]

async function me(call: Call): Promise<Answer> {
  const you = await call.parts.admission.personOf(guestOf(call))
  return { status: 200, body: { you } satisfies Me }
}

const change = z.object({
  name: z
    .string()
    .transform((text) => cleanName(text))
    .refine((name) => name !== null, 'a name needs at least one character')
    .optional(),
  color: z.enum(personColors).optional(),
})

/** The new name and colour are seen at once wherever the person is. */
async function changeMe(call: Call): Promise<Answer> {
  const guest = guestOf(call)
  const { name, color } = parse(change, await readJson(call.request, limits.maxBodyBytes))
  const { admission, directory, registry } = call.parts
  const before = await admission.personOf(guest)
  // Only what was given is written: a name and a colour may be on their way at once.
  await directory.changePerson(guest, before, { ...(name ? { name } : {}), ...(color ? { color } : {}) })
  const you = await admission.personOf(guest)
  registry.meet(you)
  return { status: 200, body: { you } satisfies Me }
}

function guestOf({ guest }: Call) {
  if (!guest) throw new HttpProblem(401, 'no-guest', 'This address is for browsers.')
  return guest
}
