import { parseJson } from '@inkbridge/board'
import { newShapeId, type WorldPoint } from '@inkbridge/types'
import type { Plan } from '../editor/plan.ts'
import { middleOf } from '../geometry/box.ts'
import { pastedWords } from '../pasted.ts'
import { styleOf, stylesFor, wholeStyle } from '../styles.ts'
import { withContents } from '../tools.ts'
import { type Command, type CommandContext, free, some } from './command.ts'

const pasteOffset = 16

export const clipboard = [
  {
    id: 'cut',
    label: 'Cut',
    keys: ['Mod+X'],
    group: 'edit',
    when: free,
    edits: true,
    native: true,
    plan: () => ({ clipboard: 'cut' }),
  },
  {
    id: 'copy',
    label: 'Copy',
    keys: ['Mod+C'],
    group: 'edit',
    when: some,
    native: true,
    plan: () => ({ clipboard: 'copy' }),
  },
  {
    id: 'paste',
    label: 'Paste',
    keys: ['Mod+V'],
    group: 'edit',
    edits: true,
    native: true,
    plan: () => ({ clipboard: 'paste' }),
  },
  {
    id: 'paste-in-place',
    label: 'Paste in place',
    keys: ['Mod+Shift+V'],
    group: 'edit',
    edits: true,
    native: true,
    plan: () => ({ clipboard: 'paste-in-place' }),
  },
  {
    id: 'copy-style',
    label: 'Copy style',
    keys: ['Mod+Alt+C'],
    group: 'edit',
    when: some,
    plan: ({ chosen }) => ({ copiedStyle: wholeStyle(styleOf(chosen)) }),
  },
  {
    id: 'paste-style',
    label: 'Paste style',
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
    label: 'Duplicate',
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
    label: 'Delete',
    keys: ['Delete', 'Backspace'],
    group: 'edit',
    when: free,
    edits: true,
    plan: (context) => deletion(context),
  },
] as const satisfies readonly Command[]

/** Deletes what is selected, with the contents of frames that are. */
export function deletion({ state, groups }: Pick<CommandContext, 'state' | 'groups'>): Plan {
  const ids = [...withContents(state.selection, { groups }), ...state.groups]
  return { edits: ids.map((id) => ({ type: 'delete', id })) }
}

type Pasting = Pick<CommandContext, 'state' | 'viewport' | 'pointer' | 'signed' | 'styleOf'>

/**
 * Adds what was copied on any board, or text, under the pointer, or else in the middle of the view.
 *
 * @param inPlace where it was copied from
 * @returns null when it is nothing that can be pasted
 */
export function pasting(text: string, inPlace: boolean, context: Pasting): Plan | null {
  if (context.state.readOnly) return null
  const to = context.pointer ?? middleOf(context.viewport.viewOf(context.state.camera))
  const file = clipText(text)
  if (!file) return text.trim() === '' ? null : pastingWords(text, to, context)
  const parsed = parseJson(file)
  if (!parsed.ok) return { problem: parsed.problem.message }
  return { document: { type: 'paste', file: parsed.value, middle: inPlace ? null : to }, tool: 'select' }
}

function pastingWords(text: string, to: WorldPoint, { signed, styleOf }: Pasting): Plan {
  const edits = pastedWords(text, to, { ...signed(), newId: newShapeId, styleOf })
  return { edits, tool: 'select', selection: edits.flatMap((edit) => (edit.type === 'create' ? [edit.shape.id] : [])) }
}

/** The shapes of a board in a text; null when it is something else. */
function clipText(text: string): unknown {
  if (!text.startsWith('{"type":"inkbridge"')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
