import { type Command, free, uiCommand } from './command.ts'

/** One unlocked image is selected. */
const one: Command['when'] = (facts) => facts.selected === 1 && facts.images === 1 && free(facts)

export const images = [
  { ...uiCommand('image', ['9'], 'insert'), edits: true },
  { ...uiCommand('replace-image', [], 'image'), when: one, edits: true },
  { ...uiCommand('alt-text', [], 'image'), when: one, edits: true },
  {
    id: 'remove-crop',
    keys: [],
    group: 'image',
    when: (facts) => facts.cropped > 0 && free(facts),
    edits: true,
    plan: ({ chosen, scene }) => ({
      edits: chosen.flatMap((shape) => scene.kinds.of(shape).removeCrop?.(shape) ?? []),
    }),
  },
  { ...uiCommand('download-image', [], 'image'), when: ({ images, selected }) => images === 1 && selected === 1 },
] as const satisfies readonly Command[]
