import type { Board } from '@inkbridge/board'
import type { OwnPresence, ScreenPoint } from '@inkbridge/types'
import { builtInCommands, type Command, type CommandContext, Repeats } from '../commands.ts'
import type { Theme } from '../display.ts'
import { type Clipboard, Focus, type KeyScope, listenToKeys, observeSize } from '../input.ts'
import type { Asked, EditorProblem, Plan } from '../plan/plan.ts'
import { Scene } from '../scene/scene.ts'
import { builtInKinds, type Kinds } from '../shapes.ts'
import { initialState } from '../state/state.ts'
import { createPageLayout, type TextLayout } from '../text.ts'
import { builtInTools, Toolbox, type ToolEntry } from '../tools.ts'
import { Writing } from '../typing/typing.ts'
import { toWorld, Viewport } from '../viewport/viewport.ts'
import { Commits } from './commit.ts'
import { contextOf } from './context.ts'
import { Gestures } from './gestures.ts'
import { isSeen, OwnPresenceSender, presenceOf } from './presence.ts'
import { createRegister, type Register } from './register.ts'
import { type Asking, runKey } from './run.ts'
import { Screen } from './screen.ts'

export interface EditorOptions {
  readonly board: Board
  /** Filled by the canvas; positioned by the caller. */
  readonly element: HTMLElement
  readonly theme: Theme
  readonly readOnly: boolean
  /** The tools there are. Default: `builtInTools`. */
  readonly tools?: readonly ToolEntry[]
  /** The commands there are. Default: `builtInCommands`. */
  readonly commands?: readonly Command[]
  /** A BCP 47 tag: the language of what shapes draw themselves. Default: English. */
  readonly locale?: string
  /** Where keys are listened to; an element takes the focus when the board is pressed. Default: `element`. */
  readonly keys?: KeyScope
  /** What lays out text. Default: the page's canvas and fonts. */
  readonly layout?: TextLayout
  /** The kinds of shapes. Default: those that are built in; of others placeholders are shown. */
  readonly kinds?: Kinds
  /** Asks the browser to show ink without waiting for the page to be composed; some blend it wrongly. */
  readonly lowLatency?: boolean
  /** At most thirty times a second. */
  onPresence(presence: OwnPresence): void
  /** A command asks something of the interface around the canvas. */
  onAction(name: Asked): void
  /** A context menu is asked for at a point of the view; what is under it is selected. */
  onMenu?(at: ScreenPoint): void
  /** The name of the person who draws here; null: not known yet. */
  author?(): string | null
  /** The link of a shape was clicked on. */
  onLink?(link: string): void
  /** Something was not done. */
  onProblem?(problem: EditorProblem): void
}

/** The parts of an editor, connected. */
export interface Parts {
  readonly register: Register
  readonly scene: Scene
  readonly viewport: Viewport
  readonly text: Writing
  readonly commits: Commits
  readonly screen: Screen
  readonly presence: OwnPresenceSender
  readonly focus: Focus
  readonly repeats: Repeats
  /** What commands may look at now. */
  context(how?: Asking): CommandContext
  dispose(): void
}

/** Builds the parts of an editor and connects them: input to tools, plans to commits, commits to the screen. */
export function connect(options: EditorOptions, clipboard: () => Clipboard): Parts {
  const { board, element, theme, readOnly, lowLatency = false } = options
  const register = createRegister(options.tools ?? builtInTools, options.commands ?? builtInCommands)
  const initial = initialState(readOnly, register)
  const { kinds = builtInKinds, layout = createPageLayout(options.locale) } = options
  const scene = new Scene(board.shapes(), { kinds, layout })
  const viewport = new Viewport(board.doc.clientID, isStill)
  const toolbox = new Toolbox(initial.tool, register.toolOf)
  const text = new Writing({ board, scene, element, dispatch: (plan) => commits.dispatch(plan) })
  const focus = new Focus(options.keys ?? element, element)
  const state = () => commits.state
  const signed = () => ({ author: options.author?.() ?? null, now: Date.now() })
  const screen = new Screen({
    ...{ element, board, scene, viewport, text, theme, lowLatency, state },
    prepare: (now) => gestures.prepare(now),
  })
  const presence = new OwnPresenceSender(
    (pointer) => presenceOf(state(), { scene, viewport, pointer, caret: text.caret }),
    options.onPresence,
  )
  const commits: Commits = new Commits(initial, {
    ...{ board, scene, viewport, toolbox, text, signed, tools: register },
    ask: options.onAction,
    effects: (plan) => {
      runEffects(plan, options, clipboard)
      if (plan.writing !== undefined) showTyping(parts)
    },
    changed: (difference) => screen.changed(difference),
    committed: (before, after) => {
      if (isSeen(before, after)) presence.send()
      gestures.showCursor()
      screen.frames.invalidate()
    },
  })
  const context = ({ far = false, at }: Asking = {}): CommandContext => {
    const begun = toolbox.hasBegun(commits.view())
    const under = at ?? presence.pointer
    const pointer = under && toWorld(under, commits.state.camera)
    return contextOf({ state: state(), scene, board, viewport, tools: register, signed }, { far, begun, pointer })
  }
  const gestures = new Gestures({
    ...{ element, commits, toolbox, viewport, text, presence, context },
    invalidate: () => screen.frames.invalidate(),
    focus: () => focus.take(),
  })
  const parts = { register, scene, viewport, text, commits, screen, presence, focus, repeats: new Repeats(), context }
  const disposers = [...listenAround(parts, gestures, element), () => gestures.dispose(), ...disposersOf(parts)]
  return { ...parts, dispose: () => disposers.forEach((dispose) => void dispose()) }
}

type Connected = Omit<Parts, 'dispose'>

/** Listens to what is no pointer: keys, fonts that load, the size of the element, keyboards on the screen. */
function listenAround(parts: Connected, gestures: Gestures, element: HTMLElement): readonly (() => void)[] {
  const { scene, viewport, commits, screen, presence, focus } = parts
  return [
    listenToKeys(focus, {
      key: (event) => runKey(event, parts),
      space: (held) => gestures.holdSpace(held),
    }),
    () => focus.dispose(),
    scene.layout.observe(() => {
      scene.setWords()
      screen.setWords()
      commits.refresh()
    }),
    observeSize(element, {
      resize: (size) => {
        viewport.resize(size)
        commits.dispatch({})
        presence.send()
        screen.resize()
      },
      keyboard: () => showCaret(parts),
    }),
  ]
}

function disposersOf({ presence, commits, text, screen }: Connected): readonly (() => void)[] {
  return [
    () => presence.dispose(),
    () => text.dispose(),
    () => commits.dispatch(() => text.finish()),
    () => commits.dispose(),
    () => screen.dispose(),
  ]
}

function showTyping(parts: Connected): void {
  parts.presence.send()
  showCaret(parts)
}

/** Keeps what is typed in view. */
function showCaret({ commits, text, viewport }: Connected): void {
  commits.dispatch(() => text.caretPan(commits.state.camera, viewport))
}

/** What a plan asks of the world around the canvas. */
function runEffects(plan: Plan, options: EditorOptions, clipboard: () => Clipboard): void {
  if (plan.clipboard === 'cut') clipboard().cut()
  else if (plan.clipboard === 'copy') clipboard().copy()
  else if (plan.clipboard) clipboard().paste(plan.clipboard === 'paste-in-place', plan.pasteAt)
  if (plan.menu) options.onMenu?.(plan.menu)
  if (plan.openLink) options.onLink?.(plan.openLink)
  if (plan.problem) options.onProblem?.(plan.problem)
}

/** The system is set to reduced motion. */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
