import {
  builtInCommands,
  builtInTools,
  type Command,
  type CommandGroup,
  formats,
  type ToolEntry,
} from '@inkbridge/canvas'
import { en } from '../locale/en.ts'
import { commandLabel, toolLabel } from '../locale/labels.ts'
import type { BoardMessages } from '../locale/languages.ts'
import { createWords } from '../locale/words.ts'

/** Features without a tool, a command or a format of their own. */
const byHand: readonly (readonly [what: string, how: string])[] = [
  ['Draw with pressure or speed', 'pen tool; the eraser end of a pen erases'],
  ['Pan', 'Space and drag, middle button, two fingers, wheel; drag something to the edge'],
  ['Zoom from 1% to 6400%', 'Mod and wheel, pinch'],
  [
    'Straight, curved and elbow lines with many points',
    'drag; or click each point, Enter to end; drag a point to move it, or a segment to add one',
  ],
  ['Thirteen arrowheads at either end', 'style panel'],
  [
    'Bind arrows to the outline, a point inside or the centre of a shape',
    'drop an end on the outline or inside; hold Alt, or pause, for a point inside; hold Mod to bind to nothing; drag a segment to pin it',
  ],
  ['Turn a stroke into the shape it looks like', 'hold the pen still at the end'],
  ['Twelve colours, custom colours, opacity, fills, line styles, corners, clean, sketchy or rough', 'style panel'],
  ['Text in four fonts and sizes, with automatic or fixed width', 'click, drag, or double-click an empty place'],
  ['Text in shapes, sticky notes and lines', 'double-click, or Enter; the shape grows or the text shrinks, as chosen'],
  [
    'Format by typing',
    '`- `, `1. `, `[] `, `# `; `**`, `_`, `~~` and backticks around text; click to check an item; undo or Backspace restores the characters',
  ],
  ['Edit the same text together, with everybody’s carets', 'double-click the same text'],
  [
    'Sticky notes with their author, in rows',
    'plus beside a note; Tab or Mod+Enter while typing; paste a list or a table',
  ],
  [
    'Paste or drop text',
    'prose becomes one text box, and sticky notes on request; web addresses become links; text that is too long is added in parts',
  ],
  [
    'Frames that clip and move their contents, also inside each other',
    'drag shapes in or out; drag the name to move, double-click it to rename; export a selected frame',
  ],
  ['Connect shapes', 'handles beside a selected shape; Alt and an arrow key follows the connections'],
  ['Enter a group', 'double-click; Mod and click'],
  [
    'Resize, rotate and flip',
    'handles of a selection: Shift keeps proportions or steps of 15°, Alt the centre; dragging a side past the other flips',
  ],
  ['Remove a point of a line while drawing it', 'Mod+Z; Mod+Shift+Z adds it again'],
  [
    'Images on their way to the server: progress, reasons of refusals, trying again, removing',
    'press the save status; a deleted image is not uploaded, and undo uploads it again',
  ],
  ['Pages of a PDF as images, one undo step', 'drop or paste the file, or Import file; choose pages in the dialog'],
  [
    'Paste an image',
    'copy the image itself: images of other sites are never loaded, and their address is pasted as a link',
  ],
  ['Duplicate', 'Alt and drag'],
  ['Alignment guides and equal gaps', 'drag with snapping on; Mod turns snapping off'],
  [
    'Library of items for every board, from the selection or from libraries of Excalidraw',
    'Library panel: click an item, or drag it to a place; F2 renames, Delete removes; save it as a file',
  ],
  [
    'Pictures that can be edited again, here and in Excalidraw',
    'export PNG or SVG with “Embed board”; open, drop or paste the file',
  ],
  ['Context menu', 'right-click, a long press, or the side button of a pen'],
  ['Back to content', 'button, when no shape is in view'],
  ['Selections of others', 'shown in their colour'],
]

const missing: readonly (readonly [what: string, why: string])[] = [
  ['Find and replace', 'not implemented'],
  ['Presentation mode', 'not implemented: frames can be printed and exported one by one'],
]

const titles: { readonly [Group in CommandGroup]: string } = {
  history: 'History',
  edit: 'Edit',
  'copy-as': 'Copy as',
  group: 'Group, lock, hide',
  order: 'Order',
  align: 'Align',
  flip: 'Rotate and flip',
  convert: 'Change shape',
  frame: 'Frame',
  image: 'Image',
  insert: 'Insert',
  library: 'Library',
  link: 'Link',
  paper: 'Background',
  move: 'Move',
  select: 'Select',
  view: 'View',
  board: 'Board',
  help: 'Help',
}

const words = createWords<BoardMessages>('en', en)

/** `docs/features.md`, from the lists of tools, commands and text formats. */
export function featuresMarkdown(): string {
  const all: readonly Command[] = builtInCommands
  return [
    '# Features',
    '',
    'Written from the lists of tools, commands and text formats by `packages/react/src/features.test.ts`, which fails when',
    'this differs: `node_modules/.bin/vitest run packages/react/src/features.test.ts -u` writes it again. `Mod` is Ctrl, on a Mac ⌘.',
    '',
    '## Tools',
    ...table(builtInTools.map((tool) => [toolLabel(tool, words), shown(tool.keys)])),
    ...Object.entries(titles).flatMap(([group, title]) => [
      '',
      `## ${title}`,
      ...table(
        all
          .filter((command) => command.group === group)
          .map((command) => [commandLabel(command, words), shown(command.keys)]),
      ),
    ]),
    '',
    '## While typing',
    ...table(formats.map(({ id, key }) => [en[`format.${id}`], shown([key])])),
    '',
    '## By pointer, touch and panels',
    ...table(byHand),
    '',
    '## Missing',
    ...table(missing),
    '',
  ].join('\n')
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  return ['', '| what | how |', '|---|---|', ...rows.map(([what, how]) => `| ${what} | ${how} |`)]
}

function shown(keys: ToolEntry['keys']): string {
  return keys.map((key) => `\`${key.replace('|', '\\|')}\``).join(' ') || 'menu, toolbar or command palette'
}
