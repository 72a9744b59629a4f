import {
  builtInCommands,
  builtInTools,
  type Command,
  type CommandGroup,
  formats,
  type ToolEntry,
} from '@inkbridge/canvas'
import { commandLabel, toolLabel } from '../labels.ts'
import { en } from '../locale/en.ts'
import type { BoardMessages } from '../locale/locale.ts'
import { createWords } from '../locale/words.ts'

/** Features without a tool, a command or a format of their own. */
const byHand: readonly (readonly [what: string, how: string])[] = [
  ['Draw with pressure or speed', 'pen tool; the eraser of a pen erases'],
  ['Move the board', 'Space and drag, middle button, two fingers, wheel; drag to its edge'],
  ['Zoom 1 % to 6400 %', 'Mod and wheel, pinch'],
  [
    'Straight, curved and elbow lines, with many points',
    'drag; or click each point, Enter to end; drag a point, or between two for another',
  ],
  ['Arrowheads, thirteen at either end', 'style panel'],
  [
    'Bind arrows to shapes: to a point of the outline, to a point inside, to the center',
    'drop an end on the outline or inside; Alt, or a rest, for a point inside; Mod for none; drag a segment to pin it',
  ],
  ['Turn ink into the shape it looks like', 'hold the pen still at the end'],
  ['Twelve inks, custom colours, opacity, patterns, dashes, corners, sketchy or clean', 'style panel'],
  ['Text in four fonts and sizes, as wide as it is or as it is dragged', 'click, drag, or double click on nothing'],
  ['Text in shapes, on notes and lines', 'double click, or Enter; the shape grows or the text shrinks, as chosen'],
  [
    'Format by typing',
    '`- `, `1. `, `[] `, `# `; `**`, `_`, `~~` and backticks around text; a click checks an item; undo or Backspace gives the signs back',
  ],
  ['Type in one text together, with carets', 'double click on the same text'],
  [
    'Notes with their author, side by side',
    'plus beside a note; Tab or Mod+Enter while writing; paste a list or a table',
  ],
  [
    'Paste or drop text',
    'prose is one text, whose lines become notes if wanted; addresses are links; nothing is left out unsaid',
  ],
  [
    'Frames that clip and take along their contents, also in each other',
    'drag something in or out; drag the name to move, double click on it to rename; export a selected frame',
  ],
  ['Connect shapes', 'handles beside a selected shape; Alt and an arrow key goes along the connections'],
  ['Enter a group', 'double click; Mod and click'],
  [
    'Resize, rotate and flip',
    'handles of a selection: Shift keeps proportions or steps of 15°, Alt the middle; a side dragged past the other flips',
  ],
  ['Take back a point of a line being drawn', 'Mod+Z; Mod+Shift+Z sets it again'],
  ['Duplicate', 'Alt and drag'],
  ['Guides and gaps while snapping', 'drag; Mod does not snap'],
  ['Context menu', 'right click, a long press, or the side button of a pen'],
  ['Back to content', 'button, when nothing of it is in view'],
  ['What others have selected', 'shown in their colour'],
]

const missing: readonly (readonly [what: string, why: string])[] = [
  ['Find and replace', 'not implemented'],
  ['Presenting frames', 'not implemented'],
]

const titles: { readonly [Group in CommandGroup]: string } = {
  history: 'History',
  edit: 'Edit',
  group: 'Group, lock, hide',
  order: 'Order',
  align: 'Align',
  flip: 'Rotate and flip',
  convert: 'Change shape',
  frame: 'Frame',
  link: 'Link',
  paper: 'Paper',
  move: 'Move',
  select: 'Select',
  view: 'View',
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
    'this differs: `node_modules/.bin/vitest run packages/react/src/features.test.ts -u` writes it again. `Mod` is Ctrl, or ⌘.',
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
