import { newShapeId } from '@inkbridge/types'
import { middleOf } from '../geometry.ts'
import { acceptOffer, clipIn, type Pasted, shapesFromText } from '../paste.ts'
import type { Plan } from '../plan/plan.ts'
import { stylesFor, wholeStyle } from '../state/state.ts'
import { withContents } from '../tools.ts'
import { type Command, type CommandContext, free, some } from './command.ts'

const pasteOffset = 16

export const clipboard = [
  {
    id: 'cut',
    keys: ['Mod+X'],
    group: 'edit',
    when: free,
    edits: true,
    native: true,
    plan: () => ({ clipboard: 'cut' }),
  },
  {
    id: 'copy',
    keys: ['Mod+C'],
    group: 'edit',
    when: some,
    native: true,
    plan: () => ({ clipboard: 'copy' }),
  },
  {
    id: 'paste',
    keys: ['Mod+V'],
    group: 'edit',
    edits: true,
    native: true,
    plan: ({ pointer }) => ({ clipboard: 'paste', ...(pointer ? { pasteAt: pointer } : {}) }),
  },
  {
    id: 'paste-in-place',
    keys: ['Mod+Shift+V'],
    group: 'edit',
    edits: true,
    native: true,
    plan: () => ({ clipboard: 'paste-in-place' }),
  },
  {
    id: 'copy-style',
    keys: ['Mod+Alt+C'],
    group: 'edit',
    when: some,
    plan: ({ chosen: [first] }) => (first ? { copiedStyle: wholeStyle(first.style) } : {}),
  },
  {
    id: 'paste-style',
    keys: ['Mod+Alt+V'],
    group: 'edit',
    when: (facts) => free(facts) && facts.style,
    edits: true,
    plan: ({ chosen, scene, state: { copiedStyle } }) => ({
      edits: copiedStyle
        ? chosen.map((shape) => ({ type: 'style', id: shape.id, style: stylesFor(shape, copiedStyle, scene.kinds) }))
        : [],
    }),
  },
  {
    id: 'duplicate',
    keys: ['Mod+D'],
    group: 'edit',
    when: some,
    edits: true,
    plan: ({ chosen, state: { selection }, groups, newId }) => {
      const ids = withContents(selection, { groups })
      const copies = ids.map(() => newId())
      return {
        edits: [{ type: 'copy', ids, copies, by: { x: pasteOffset, y: pasteOffset } }],
        tool: 'select',
        selection: copies.slice(0, chosen.length),
      }
    },
  },
  {
    id: 'delete',
    keys: ['Delete', 'Backspace'],
    group: 'edit',
    when: free,
    edits: true,
    plan: (context) => planDelete(context),
  },
] as const satisfies readonly Command[]

/** Deletes the selection, with the contents of selected frames. */
export function planDelete({ state, groups }: Pick<CommandContext, 'state' | 'groups'>): Plan {
  const ids = [...withContents(state.selection, { groups }), ...state.groups]
  return { edits: ids.map((id) => ({ type: 'delete', id })) }
}

type Pasting = Pick<CommandContext, 'state' | 'scene' | 'viewport' | 'pointer' | 'attribution' | 'styleOf'>

/**
 * Pastes shapes copied on any board, or text, under the pointer or else in the middle of the view.
 *
 * @param inPlace at the original position
 * @returns null if the text cannot be pasted
 */
export function planPaste(text: string, inPlace: boolean, context: Pasting): Plan | null {
  if (context.state.readOnly) return null
  const view = context.viewport.viewOf(context.state.camera)
  const to = context.pointer ?? middleOf(view)
  const clip = clipIn(text, context.scene.kinds.records)
  if (!clip) return text.trim() === '' ? null : planOf(shapesFromText(text, { about: to, view }, makerOf(context)))
  if (!clip.ok) return { problem: clip.problem.reason === 'newer-version' ? 'paste-newer' : 'paste-unknown' }
  return { document: { type: 'paste', file: clip.value, middle: inPlace ? null : to }, tool: 'select' }
}

/** Carries out the offer made after a paste; null: no offer. */
export function planOffer(context: Pasting): Plan | null {
  const { offer, readOnly } = context.state
  return offer && !readOnly ? planOf(acceptOffer(offer, makerOf(context))) : null
}

function makerOf({ attribution, styleOf }: Pasting): Parameters<typeof shapesFromText>[2] {
  return { ...attribution(), newId: newShapeId, styleOf }
}

function planOf({ edits, offer }: Pasted): Plan {
  const selection = edits.flatMap((edit) => (edit.type === 'create' ? [edit.shape.id] : []))
  return { edits, tool: 'select', selection, offer }
}
