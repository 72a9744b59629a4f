import { type AuditEntry, limits, type Person, type PrincipalId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest-sharing'
import { json, type Route, route } from './route.ts'

const getAudit = route(
  {
    id: 'getAudit',
    method: 'GET',
    path: '/api/boards/:board/audit',
    role: 'owner',
    summary: 'Who changed the rights to the board, and who joined it by a link; the last thousand events are kept',
    query: rest.auditQuery,
    answers: { 200: rest.audit },
  },
  async ({ board, query, parts }) => {
    const { admission, directory } = parts
    const rows = await directory.auditOf(board.id, limits.maxAuditEntries, query.before)
    const links = new Map((await directory.links(board.id)).map(({ id, role, name }) => [id, { id, role, name }]))
    const ids = new Set<PrincipalId>(rows.flatMap(({ actor, person }) => (person ? [actor, person] : [actor])))
    const people = new Map<PrincipalId, Person>()
    for (const id of ids) people.set(id, await admission.personOf(id))
    const entries = rows.flatMap(({ id, at, actor, action, person, link, role }): AuditEntry[] => {
      const [by, whom] = [people.get(actor), person && people.get(person)]
      const shown = link && links.get(link)
      if (!by) return []
      const time = new Date(at).toISOString()
      const about = { ...(whom && { person: whom }), ...(shown && { link: shown }), ...(role && { role }) }
      return [{ id, at: time, actor: by, action, ...about }]
    })
    return json(200, { entries })
  },
)

/** The activity of a board. */
export const auditRoutes: readonly Route[] = [getAudit]
