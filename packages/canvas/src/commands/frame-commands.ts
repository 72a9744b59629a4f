import type { Place, ShapeId } from '@inkbridge/types'
import { grow, middleOf, placeBox } from '../geometry.ts'
import type { Plan } from '../plan/plan.ts'
import { isContainer, selectionBox } from '../shapes.ts'
import { framed, reparentContents } from '../tools.ts'
import { type Command, type CommandContext, eachChosen, free } from './command.ts'

/** Margin between the selection and a frame around it, world units. */
const frameMargin = 32

/** Sizes of frames added in the middle of the view, world units. */
const sizes = [
  ['wide', 1280, 720],
  ['page', 794, 1123],
  ['square', 800, 800],
  ['phone', 390, 844],
] as const

type Presets = readonly (Command & { readonly id: `frame-${(typeof sizes)[number][0]}` })[]

const presets: Presets = sizes.map(([name, w, h]) => ({
  id: `frame-${name}`,
  keys: [],
  group: 'frame',
  edits: true,
  plan: (context) => {
    const { x, y } = middleOf(context.viewport.viewOf(context.state.camera))
    return planFrame(context, { x: x - w / 2, y: y - h / 2, w, h, rotation: 0 })
  },
}))

export const frames = [
  ...presets,
  {
    id: 'frame-selection',
    keys: ['Mod+Alt+G'],
    group: 'frame',
    when: free,
    edits: true,
    plan: (context) => {
      const box = selectionBox(context.chosen, context.scene.kinds)
      if (!box) return {}
      const { minX, minY, maxX, maxY } = grow(box, frameMargin)
      return planFrame(context, { x: minX, y: minY, w: maxX - minX, h: maxY - minY, rotation: 0 }, context.members)
    },
  },
  {
    id: 'remove-frame',
    keys: ['Mod+Shift+F'],
    group: 'frame',
    when: (facts) => free(facts) && facts.frames > 0,
    edits: true,
    plan: planUnframe,
  },
  {
    id: 'rename-frame',
    keys: ['F2'],
    group: 'frame',
    when: (facts) => facts.selected === 1 && facts.frames === 1 && facts.locked === 0,
    edits: true,
    plan: () => ({ ask: 'frame-name' }),
  },
] as const satisfies readonly Command[]

export const links = [
  {
    id: 'link',
    keys: ['Mod+K'],
    group: 'link',
    when: free,
    edits: true,
    plan: () => ({ ask: 'link' }),
  },
  {
    id: 'unlink',
    keys: [],
    group: 'link',
    when: (facts) => free(facts) && facts.linked > 0,
    edits: true,
    plan: (context) => eachChosen(context, ({ id }) => ({ type: 'link', id, link: null })),
  },
  {
    id: 'copy-link',
    keys: [],
    group: 'link',
    plan: () => ({ ask: 'copy-link' }),
  },
] as const satisfies readonly Command[]

/** Creates a frame in a place, with the shapes in it, and flies there. */
function planFrame({ scene, groups, styleOf, newId }: CommandContext, at: Place, chosen?: readonly ShapeId[]): Plan {
  const id = newId()
  return {
    edits: framed(id, at, { scene, groups, style: styleOf('frame') }, chosen),
    tool: 'select',
    selection: [id],
    camera: { type: 'fit', box: placeBox(at) },
  }
}

/** Deletes the selected frames but not their contents, which are selected. */
function planUnframe({ chosen, groups, scene }: CommandContext): Plan {
  const frames = chosen.filter((shape) => isContainer(shape, scene.kinds) && !shape.locked).map(({ id }) => id)
  return {
    edits: frames.map((id) => ({ type: 'delete', id })),
    selection: reparentContents(frames, { scene, groups }).flatMap(({ id }) => {
      const members = groups.membersOf(id)
      return members.length > 0 ? members : [id]
    }),
  }
}
