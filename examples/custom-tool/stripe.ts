import type { Command } from '@inkbridge/react'

/** Fills the selected shapes alternately, and notifies the page. */
export const stripe: Command = {
  id: 'acme.stripe',
  label: 'Stripe',
  keys: ['Alt+T'],
  group: 'edit',
  edits: true,
  when: ({ selected }) => selected > 1,
  plan: ({ chosen }) => ({
    edits: chosen.map(({ id }, index) => ({
      type: 'style',
      id,
      style: { fill: index % 2 === 0 ? 'amber' : null },
    })),
    ask: 'acme.striped',
  }),
}
