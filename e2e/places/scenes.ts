import { boxedKinds, type Edit } from '@inkbridge/types'

const said = (...texts: readonly string[]) => texts.map((text) => ({ runs: [{ text }] }))
const plain = { color: 'ink', width: 2 }
const arrow = { ...plain, endHead: 'arrow' }
const place = (x: number, y: number, w = 0, h = 26) => ({ x, y, w, h, rotation: 0 })
const plan = [
  { id: 'frame', kind: 'frame', at: place(540, 190, 620, 400), style: plain, name: 'How it goes', order: 'Zz' },
  { id: 'title', kind: 'text', at: place(220, 110), style: { ...plain, size: 52 }, text: said('Harbour festival') },
  {
    id: 'lanterns',
    kind: 'note',
    at: place(240, 230, 200, 200),
    style: { ...plain, fill: 'amber' },
    by: 'Mara',
    made: 1_795_000_000_000,
    text: said('Lanterns along the quay, lit at nine'),
  },
  {
    id: 'piano',
    kind: 'note',
    at: place(240, 460, 200, 200),
    style: { ...plain, fill: 'pink' },
    by: 'Ilya',
    made: 1_795_000_000_000,
    text: said('Who tunes the piano?'),
  },
  { id: 'ask', kind: 'rect', at: place(580, 240, 190, 90), style: plain, text: said('Ask the city') },
  {
    id: 'permit',
    kind: 'diamond',
    at: place(890, 220, 190, 130),
    style: { ...plain, color: 'violet' },
    text: said('permit?'),
  },
  {
    id: 'stage',
    kind: 'ellipse',
    at: place(640, 440, 220, 110),
    style: { ...plain, color: 'green' },
    text: said('book the stage'),
  },
  {
    id: 'way',
    kind: 'line',
    at: place(675, 285, 310, 0),
    points: [0, 0, 1, 0],
    style: arrow,
    start: { to: 'ask' },
    end: { to: 'permit' },
  },
  {
    id: 'yes',
    kind: 'line',
    at: place(750, 285, 235, 210),
    points: [1, 0, 0, 1],
    style: { ...arrow, corners: 'round' },
    start: { to: 'permit' },
    end: { to: 'stage' },
    text: said('yes'),
  },
  {
    id: 'no',
    kind: 'line',
    at: place(675, 285, 75, 210),
    points: [1, 1, 0, 0],
    style: { ...arrow, color: 'slate', route: 'elbow', dash: 'dashed' },
    start: { to: 'stage' },
    end: { to: 'ask' },
  },
  {
    id: 'list',
    kind: 'text',
    wraps: true,
    at: place(220, 690, 420),
    style: { ...plain, font: 'sans' },
    text: [
      { runs: [{ text: 'Still to do' }], heading: 2 },
      {
        runs: [
          { text: 'call ' },
          { text: 'Rita', bold: true },
          { text: ' about the ' },
          { text: 'boats', highlight: 'amber' },
        ],
        list: 'check',
        checked: true,
      },
      { runs: [{ text: 'send the ' }, { text: 'plan', link: 'https://example.org/' }], list: 'check' },
      { runs: [{ text: 'npm start', code: true }, { text: ' on the quay' }], list: 'number' },
    ],
  },
  {
    id: 'scripts',
    kind: 'text',
    wraps: true,
    at: place(700, 660, 440),
    style: { ...plain, font: 'serif', size: 20 },
    text: said('مرحبا بكم في الميناء', 'ברוכים הבאים לנמל', '港へようこそ', 'Привет, гавань! Γειά σου λιμάνι'),
  },
]
/** A plan with every kind of text. */
export function festival(): readonly Edit[] {
  return plan.map((shape) => ({ type: 'create', shape })) as unknown as readonly Edit[]
}

/** Every box shape, in every style. */
export function figures(): readonly Edit[] {
  const styles = [
    { color: 'ink', width: 4 },
    { color: 'blue', width: 4, fill: 'blue', look: 'sketchy', pattern: 'hachure' },
    { color: 'red', width: 2, fill: 'amber', pattern: 'solid', dash: 'dashed', corners: 'round' },
    { color: 'green', width: 4, fill: 'green', pattern: 'cross-hatch', corners: 'sharp', dash: 'dotted' },
  ]
  const made = boxedKinds.map((kind, index) => ({
    id: `figure${index}`,
    kind,
    at: {
      x: 120 + (index % 7) * 150,
      y: 120 + Math.floor(index / 7) * 150,
      w: 110,
      h: 90,
      rotation: index === 9 ? 0.4 : 0,
    },
    style: styles[index % 4],
  }))
  const lines = ['round', undefined].map((corners, index) => ({
    id: `line${index}`,
    kind: 'line',
    at: { x: 150 + index * 400, y: 580, w: 300, h: 80, rotation: 0 },
    points: [0, 1, 0.3, 0, 0.6, 1, 1, 0],
    style: { color: 'violet', width: 4, ...(corners ? { corners } : { look: 'sketchy' }) },
  }))
  return [
    ...[...made, ...lines].map((shape) => ({ type: 'create', shape })),
    { type: 'link', id: 'figure3', link: 'https://example.org' },
  ] as unknown as readonly Edit[]
}

const box = (
  id: string,
  kind: 'rect' | 'ellipse',
  x: number,
  y: number,
  w: number,
  h: number,
  color: string,
  fill?: string,
) =>
  ({
    type: 'create',
    shape: { id, kind, at: { x, y, w, h, rotation: 0 }, style: { color, width: 4, ...(fill ? { fill } : {}) } },
  }) as unknown as Edit
const rule = (id: string, x: number, y: number, w: number, h: number, color: string, points = [0, 0, 1, 1]) =>
  ({
    type: 'create',
    shape: { id, kind: 'line', at: { x, y, w, h, rotation: 0 }, style: { color, width: 4 }, points },
  }) as unknown as Edit

/** A little harbour. */
export function sample(): readonly Edit[] {
  const waves = [520, 560, 600].flatMap((y, row) =>
    stroke(
      `wave${row}`,
      row === 1 ? 'sky' : 'teal',
      8,
      Array.from({ length: 60 }, (_, i) => [280 + i * 6, y + Math.sin(i / 4 + row) * 16]),
    ),
  )
  return [
    box('stage', 'rect', 620, 220, 200, 96, 'ink'),
    box('tent', 'ellipse', 660, 430, 210, 100, 'green', 'green'),
    box('quay', 'rect', 930, 200, 150, 130, 'violet', 'violet'),
    rule('rope', 820, 268, 110, 0, 'ink'),
    rule('path', 765, 316, 1, 114, 'ink'),
    ...waves,
    rule('mast', 410, 380, 1, 110, 'red'),
    rule('sail', 410, 380, 70, 84, 'red'),
    rule('boom', 410, 464, 70, 26, 'red', [1, 0, 0, 1]),
    ...stroke('hull', 'ink', 4, [
      [370, 492],
      [390, 520],
      [440, 526],
      [490, 518],
      [512, 486],
      [440, 498],
      [370, 492],
    ]),
    ...stroke(
      'title',
      'blue',
      8,
      Array.from({ length: 50 }, (_, i) => [290 + i * 6, 210 + Math.sin(i / 9) * 6]),
    ),
    ...stroke(
      'ribbon',
      'pink',
      4,
      Array.from({ length: 70 }, (_, i) => [880 + i * 4 + Math.sin(i / 8) * 40, 620 + Math.cos(i / 8) * 34]),
    ),
  ]
}

export function stroke(
  id: string,
  color: string,
  width: number,
  places: readonly (readonly number[])[],
): readonly Edit[] {
  const points = places.map(([x = 0, y = 0], index) => ({ x, y, pressure: null, time: index * 16 }))
  return [
    { type: 'ink-begin', id, style: { color, width }, pressure: false, quantum: 0.25, points },
    { type: 'ink-seal', id },
  ] as unknown as readonly Edit[]
}
