import { type ActionName, actions } from '../actions.ts'
import { type ToolName, tools } from '../tools.ts'

/** What one finds in other whiteboards, and what of the registers it is here. */
interface Feature {
  readonly name: string
  readonly tools?: readonly ToolName[]
  readonly actions?: readonly ActionName[]
  /** What a hand does; it is in no register. */
  readonly hand?: string
  /** It is not here, and why. */
  readonly missing?: string
}

const convert = actions.map(({ name }) => name).filter((name) => name.startsWith('convert-'))
const papers = actions.map(({ name }) => name).filter((name) => name.startsWith('paper-'))
const figures = tools.filter(({ group, under }) => group === 'shapes' && under === 'diamond').map(({ name }) => name)

const features: readonly (readonly [title: string, features: readonly Feature[]])[] = [
  [
    'Drawing',
    [
      { name: 'Select: click, marquee by touch or containment', tools: ['select'], actions: ['wholly', 'select-all'] },
      { name: 'Lasso', tools: ['lasso'] },
      { name: 'Hand', tools: ['hand'], hand: 'Space and drag, middle button, two fingers, wheel' },
      { name: 'Pen, with pressure or speed', tools: ['pen'] },
      { name: 'Highlighter, behind the ink', tools: ['highlighter'] },
      { name: 'Eraser, whole strokes and shapes', tools: ['eraser'], hand: 'the eraser of a pen' },
      { name: 'Eraser, parts of strokes', tools: ['part-eraser'] },
      {
        name: 'Line: straight, through many points, curved, closed',
        tools: ['line'],
        hand: 'drag; or click each point, Enter to end; drag its points, and between them for more',
      },
      { name: 'Arrow, with thirteen heads at either end', tools: ['arrow'], hand: 'style panel' },
      { name: 'Rectangle, ellipse, diamond', tools: ['rect', 'ellipse', 'diamond'], actions: ['last-shape'] },
      { name: 'More figures', tools: figures },
      { name: 'Bucket fill', tools: ['bucket'] },
      { name: 'Ink becomes the shape it looks like', tools: ['shape-pen'], hand: 'hold the pen still at its end' },
      { name: 'Laser pointer, seen by others', tools: ['laser'] },
      { name: 'Eyedropper', tools: ['eyedropper'] },
      { name: 'Tool lock', actions: ['keep-tool'] },
      { name: 'Twelve inks, any other colour, opacity', hand: 'style panel' },
      {
        name: 'Arrows that hold on to shapes: at the outline, at a point, at the middle',
        hand: 'draw from one to another; Alt, or a rest, for a point; Mod for neither',
      },
      {
        name: 'Straight, curved and by right angles, around what they hold on to; labels',
        hand: 'style panel; drag a piece to pin it; double click for a label',
      },
      {
        name: 'Text: in four fonts, as wide as it is or as one drags',
        tools: ['text'],
        hand: 'click, drag, or double click on nothing; four sizes, three alignments',
      },
      {
        name: 'Words in figures, on notes and lines',
        hand: 'double click, or Enter; the figure grows or the words become smaller, as chosen',
      },
      {
        name: 'Bold, italic, underline, strike, code, highlight, colour, links, lists, headings',
        hand: 'bar over what is written; Mod+B, I, U, E, K, Mod+Shift+X, H, 7, 8, 9, Mod+Alt+1 to 3; `- `, `1. `, `[] `, `# `; `**`, `_`, `~~` and backticks around words; a press ticks an item',
      },
      { name: 'Written in by several at once, with their carets', hand: 'just so' },
      {
        name: 'Notes, with who made them; the next beside; lines and cells pasted become notes; sorted into a grid',
        tools: ['note'],
        actions: ['tidy', 'sort-colors'],
        hand: 'plus beside a note, Mod+Enter; paste lines or cells; Sort in the menu',
      },
      { name: 'Search: words in any shape, shown in turn', actions: ['search'] },
      {
        name: 'Frames: they clip, have a name, and take along what is in them; sizes that are common',
        tools: ['frame'],
        actions: ['frame-wide', 'frame-page', 'frame-square', 'frame-phone', 'frame-selection', 'rename-frame'],
        hand: 'drag something in or out; twice on its name to change it; export of a selected frame is its picture',
      },
      {
        name: 'Flowcharts and rows of notes by key',
        actions: ['next-left', 'next-right', 'next-up', 'next-down'],
        hand: 'Alt and an arrow walks along the connections',
      },
    ],
  ],
  [
    'Shapes',
    [
      { name: 'Another shape in place', actions: convert },
      { name: 'Sketchy or clean; hachure, cross-hatch, solid, tint; dashed, dotted; corners', hand: 'style panel' },
    ],
  ],
  [
    'Editing',
    [
      { name: 'Undo and redo, one’s own', actions: ['undo', 'redo'] },
      {
        name: 'Align, distribute, stack',
        actions: [
          'align-left',
          'align-center',
          'align-right',
          'align-top',
          'align-middle',
          'align-bottom',
          'distribute-x',
          'distribute-y',
          'stack-x',
          'stack-y',
        ],
      },
      { name: 'Snapping to edges, middles and gaps, with guides', actions: ['snaps'], hand: 'Mod while dragging: not' },
      { name: 'Snapping to a grid', actions: ['grid'] },
      {
        name: 'Groups, in groups, entered',
        actions: ['group', 'ungroup', 'enter'],
        hand: 'double click; Mod and click',
      },
      { name: 'Lock and hide', actions: ['lock', 'unlock', 'unlock-all', 'hide', 'show-all'] },
      { name: 'Order', actions: ['bring-to-front', 'bring-forward', 'send-backward', 'send-to-back'] },
      {
        name: 'Mirror and turn',
        actions: ['flip-x', 'flip-y', 'turn-right', 'turn-left'],
        hand: 'the handle above a frame, with Shift in steps of 15°; a side dragged past the other',
      },
      {
        name: 'Resize, with proportions and about the middle',
        hand: 'corners and sides of a frame, with Shift, with Alt',
      },
      { name: 'Position, size and angle in numbers', actions: ['numbers'] },
      { name: 'Move by keys', actions: ['nudge-left', 'nudge-right', 'nudge-up', 'nudge-down'] },
      { name: 'Copy and paste styles', actions: ['copy-style', 'paste-style'] },
      { name: 'Duplicate', actions: ['duplicate'], hand: 'Alt and drag' },
      {
        name: 'Cut, copy, paste at the pointer and in place',
        actions: ['cut', 'copy', 'paste', 'paste-in-place', 'delete'],
      },
      { name: 'Links on shapes, to shapes and to views', actions: ['link', 'unlink', 'copy-link'] },
      {
        name: 'List of commands',
        actions: ['palette', 'help'],
        hand: 'menu of the other button, or of a finger that rests',
      },
      { name: 'What others have selected', hand: 'shown in their colour' },
      {
        name: 'Everything by keys',
        actions: [
          'select-next',
          'select-previous',
          'select-left',
          'select-right',
          'select-up',
          'select-down',
          'cancel',
        ],
      },
      { name: 'Replacing what was found', missing: 'not here yet' },
    ],
  ],
  [
    'View',
    [
      { name: 'Zoom 1 % to 6400 %', actions: ['zoom-in', 'zoom-out'], hand: 'Mod and wheel, pinch' },
      { name: 'Zoom to fit, to the selection, to 100 %', actions: ['zoom-fit', 'zoom-selection', 'zoom-reset'] },
      { name: 'Look further by keys', actions: ['page-up', 'page-down', 'page-left', 'page-right'] },
      { name: 'The board goes along when one drags to its edge', hand: 'drag' },
      { name: 'Map of the board', actions: ['minimap'] },
      { name: 'Back to what is drawn', hand: 'button, when nothing of it is in view' },
      { name: 'Dark', actions: ['theme'] },
      { name: 'Nothing but the board', actions: ['zen'] },
      { name: 'Only look', actions: ['viewing'] },
      { name: 'Colour of the paper, for oneself', actions: papers },
      { name: 'Presenting frames', missing: 'not here yet: it needs frames' },
    ],
  ],
]

/** `docs/features.md`: what is here, by the registers of tools and actions. */
export function featuresMarkdown(): string {
  return [
    '# What one can do',
    '',
    'Written from the registers of tools and actions by `packages/canvas/src/features.test.ts`, which fails when this',
    'differs: `node_modules/.bin/vitest run packages/canvas/src/features.test.ts -u` writes it anew. `Mod` is Ctrl, or ⌘.',
    ...features.flatMap(([title, rows]) => [
      '',
      `## ${title}`,
      '',
      '| | what | how |',
      '|---|---|---|',
      ...rows.map(row),
    ]),
    '',
  ].join('\n')
}

function row({ name, tools: named = [], actions: done = [], hand, missing }: Feature): string {
  if (missing) return `| – | ${name} | ${missing} |`
  const used = [
    ...named.map((tool) => told(tools.find((entry) => entry.name === tool))),
    ...done.map((action) => told(actions.find((entry) => entry.name === action))),
    ...(hand ? [hand] : []),
  ]
  return `| ✓ | ${name} | ${used.join('; ')} |`
}

function told(entry: { readonly label: string; readonly keys: readonly string[] } | undefined): string {
  if (!entry) throw new Error('a feature names what is in no register')
  const keys = entry.keys.map((key) => `\`${key.replace('|', '\\|')}\``).join(' ')
  return keys ? `${entry.label} ${keys}` : entry.label
}

/** What of the registers no feature names. */
export function unnamed(): readonly string[] {
  const named = new Set(
    features.flatMap(([, rows]) => rows.flatMap(({ tools = [], actions = [] }) => [...tools, ...actions])),
  )
  return [...tools, ...actions].map(({ name }) => name).filter((name) => !named.has(name))
}
