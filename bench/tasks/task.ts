import type { Page } from '@playwright/test'
import type { Fact } from './facts.ts'
import type { Hand, Spot } from './hand.ts'

/** A whiteboard, and how each task is done on it. */
export interface Walked {
  readonly name: string
  /** Opens an empty board. */
  open(page: Page): Promise<void>
  facts(page: Page): Promise<readonly Fact[]>
  zoom(page: Page): Promise<number>
  isDark(page: Page): Promise<boolean>
  /** The shortest way known, in gestures; null when the program cannot do the task. */
  readonly walks: Readonly<Record<TaskName, Walk | null>>
}

type Walk = (hand: Hand, at: Reading) => Promise<void>

export interface Reading {
  facts(): Promise<readonly Fact[]>
  zoom(): Promise<number>
  isDark(): Promise<boolean>
}

type TaskName = (typeof tasks)[number]['name']

export interface Task {
  readonly name: string
  readonly asks: string
  readonly on: 'desktop' | 'phone'
  /** Says why the task is not done; null: it is. */
  fault(at: Reading): Promise<string | null>
}

export const steps = ['Start', 'Read', 'Check', 'Ask', 'Wait', 'Write', 'Send', 'End'] as const
export const ideas = Array.from({ length: 15 }, (_, index) => `Idea ${index + 1}`)
/** Where three boxes are drawn: in a row. */
export const row: readonly (readonly [Spot, Spot])[] = [0, 1, 2].map((index) => [
  [320 + index * 210, 300],
  [440 + index * 210, 380],
])

/** Twelve strokes like letters, in two lines. */
export const letters: readonly (readonly Spot[])[] = Array.from({ length: 12 }, (_, index) => {
  const [x, y] = [320 + (index % 6) * 60, 250 + Math.floor(index / 6) * 90]
  return [
    [x, y],
    // A hook, by which it is no plain line where the machine stops for a moment.
    [x - 12, y + 6],
    [x + 10, y + 50],
    [x + 25, y + 5],
    [x + 35, y + 45],
  ]
})

const count = (facts: readonly Fact[], kind: Fact['kind']) => facts.filter((fact) => fact.kind === kind).length

export const tasks = [
  {
    name: 'First minute',
    asks: 'a stroke, a box with a word in it, a text, the text moved',
    on: 'desktop',
    async fault(at) {
      const facts = await at.facts()
      const text = facts.find(({ kind }) => kind === 'text')
      if (count(facts, 'ink') !== 1) return 'no stroke'
      if (facts.find(({ kind }) => kind === 'box')?.words !== 'Plan') return 'no box with its word'
      if (text?.words !== 'Hello') return 'no text'
      return text.box.y > 380 ? null : 'the text was not moved'
    },
  },
  {
    name: 'Flowchart',
    asks: 'eight boxes with a word each, each connected to the next',
    on: 'desktop',
    async fault(at) {
      const facts = await at.facts()
      const boxes = facts.filter(({ kind }) => kind === 'box').map(({ words }) => words)
      if (`${boxes.toSorted()}` !== `${[...steps].toSorted()}`) return `the boxes are ${boxes}`
      const arrows = facts.filter(({ kind }) => kind === 'arrow').map(({ from, to }) => `${from} → ${to}`)
      const wanted = steps.slice(1).map((step, index) => `${steps[index]} → ${step}`)
      return `${arrows.toSorted()}` === `${wanted.toSorted()}` ? null : `the arrows are ${arrows}`
    },
  },
  {
    name: 'Brainstorm',
    asks: 'fifteen sticky notes with words (boxes, where there are no notes), none over another',
    on: 'desktop',
    async fault(at) {
      const notes = (await at.facts()).filter(({ kind }) => kind === 'note' || kind === 'box')
      const words = notes.map((note) => note.words)
      if (`${words.toSorted()}` !== `${[...ideas].toSorted()}`) return `the notes are ${words}`
      return notes.some((one, index) => notes.slice(index + 1).some((other) => overlap(one, other)))
        ? 'notes lie over each other'
        : null
    },
  },
  {
    name: 'Handwriting',
    asks: 'twelve strokes, the last one erased and written again, three more in blue and thicker',
    on: 'desktop',
    async fault(at) {
      const ink = (await at.facts()).filter(({ kind }) => kind === 'ink')
      const blue = ink.filter(({ tint }) => tint === 'blue')
      const plain = ink.filter(({ tint }) => tint === 'other')
      if (plain.length !== 12 || blue.length !== 3) return `${plain.length} plain and ${blue.length} blue strokes`
      return blue.every(({ width }) => width > (plain[0]?.width ?? 0)) ? null : 'the blue ones are not thicker'
    },
  },
  {
    name: 'Text',
    asks: 'a text of two lines, made larger and red, and a word added to it later',
    on: 'desktop',
    async fault(at) {
      const [text, another] = await at.facts()
      if (another || text?.kind !== 'text') return 'not one text'
      if (text.words !== 'Quarterly plan for Berlin today') return `the text is ${text.words}`
      if (text.tint !== 'red') return 'not red'
      return (text.textSize ?? 0) > 24 ? null : `its size is ${text.textSize}`
    },
  },
  {
    name: 'Style panel',
    asks: 'three boxes made red, filled and dashed at once, a fourth that looks like them',
    on: 'desktop',
    async fault(at) {
      const boxes = (await at.facts()).filter(({ kind }) => kind === 'box')
      if (boxes.length !== 4) return `${boxes.length} boxes`
      const plain = boxes.filter(({ tint, isFilled, isDashed }) => tint !== 'red' || !isFilled || !isDashed)
      return plain.length === 0 ? null : `${JSON.stringify(plain)}`
    },
  },
  {
    name: 'Phone',
    asks: 'by touch at 390x844: a stroke, undone; a box with a word in it, moved; the board zoomed in by two fingers',
    on: 'phone',
    async fault(at) {
      const [box, another] = await at.facts()
      if (another || box?.kind !== 'box' || box.words !== 'Plan') return 'not one box with its word'
      if (box.box.y < 300) return 'the box was not moved'
      return (await at.zoom()) > 1.2 ? null : 'not zoomed'
    },
  },
  {
    name: 'Keyboard only',
    asks: 'without a pointer: two boxes with a word each, connected',
    on: 'desktop',
    async fault(at) {
      const facts = await at.facts()
      const boxes = facts.filter(({ kind }) => kind === 'box').map(({ words }) => words)
      if (`${boxes.toSorted()}` !== 'Left,Right') return `the boxes are ${boxes}`
      const arrow = facts.find(({ kind }) => kind === 'arrow')
      return arrow?.from === 'Left' && arrow.to === 'Right' ? null : 'not connected'
    },
  },
  {
    name: 'Dark and zoomed',
    asks: 'dark mode; at about 200 % a box with a word in it; everything in view again; light mode',
    on: 'desktop',
    async fault(at) {
      const [box, another] = await at.facts()
      if (another || box?.kind !== 'box' || box.words !== 'Plan') return 'not one box with its word'
      if (box.box.w > 100) return `the box is ${box.box.w} wide: it was not drawn at 200 %`
      return (await at.isDark()) ? 'dark' : null
    },
  },
  {
    name: 'Errors',
    asks: 'beside three boxes A, B, C and an arrow from A to B: a box drawn by mistake and taken back, B deleted and brought back, the arrow’s end put on C, everything deleted and brought back',
    on: 'desktop',
    async fault(at) {
      const facts = await at.facts()
      const boxes = facts.filter(({ kind }) => kind === 'box').map(({ words }) => words)
      if (`${boxes.toSorted()}` !== 'A,B,C') return `the boxes are ${boxes}`
      const arrows = facts.filter(({ kind }) => kind === 'arrow').map(({ from, to }) => `${from} → ${to}`)
      return `${arrows}` === 'A → C' ? null : `the arrows are ${arrows}`
    },
  },
] as const satisfies readonly Task[]

function overlap({ box: a }: Fact, { box: b }: Fact): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}
