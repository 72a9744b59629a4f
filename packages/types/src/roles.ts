/** Permissions on a board, weakest first. */
export const roles = ['viewer', 'commenter', 'editor', 'owner'] as const
export type Role = (typeof roles)[number]

export function parseRole(input: unknown): Role | null {
  return roles.find((role) => role === input) ?? null
}

export function atLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

export function mayEdit(role: Role): boolean {
  return atLeast(role, 'editor')
}

/** Permissions of an account on the server; `admin`: it also manages accounts. */
export const accountRoles = ['member', 'admin'] as const
export type AccountRole = (typeof accountRoles)[number]
