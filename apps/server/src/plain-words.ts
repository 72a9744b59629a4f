import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** The message after the name of an invalid value, the same for all validators. */
export function plainWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[String(issue.expected)] ?? 'something else'}`
    case 'too_small':
      return issue.origin === 'string' ? 'is too short' : `must be at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' ? 'is too long' : `must be at most ${issue.maximum}`
    case 'invalid_value':
      return `must be ${oneOf(issue.values as readonly unknown[])}`
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'must be a time such as 2026-01-31T12:00:00Z'
        : 'is not written as it must be'
    default:
      return 'cannot be used'
  }
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map(String)
  const last = names.pop() ?? 'something else'
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`
}
