import type { Board } from '@inkbridge/board'
import type { OwnPresence, ScreenPoint, WorldPoint } from '@inkbridge/types'
import { builtInCommands, type Command, type CommandContext, Repeats } from '../commands.ts'
import type { Theme } from '../display.ts'
import { type AssetPort, pageImages } from '../images.ts'
import { type Clipboard, Focus, type KeyScope, listenToKeys, observeSize } from '../input.ts'
import type { EditorProblem, Plan, UiRequest } from '../plan/plan.ts'
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
import { changesPresence, OwnPresenceSender, presenceOf } from './presence.ts'
import { createRegister, type Register } from './register.ts'
import { type Invocation, runKey } from './run.ts'
import { Screen } from './screen.ts'

export interface EditorOptions {
  readonly board: Board
  /** Filled by the canvas; positioned by the caller. */
  readonly element: HTMLElement
  readonly theme: Theme
  readonly readOnly: boolean
  /** The tools. Default: `builtInTools`. */
  readonly tools?: readonly ToolEntry[]
  /** The commands. Default: `builtInCommands`. */
  readonly commands?: readonly Command[]
  /** A BCP 47 tag: the language of texts that shapes draw. Default: English. */
  readonly locale?: string
  /** Where keys are listened to; an element is focused when the board is pressed. Default: `element`. */
  readonly keys?: KeyScope
  /** The text layout. Default: the page's canvas and fonts. */
  readonly layout?: TextLayout
  /** The kinds of shapes. Default: the built-in ones; unknown ones are shown as placeholders. */
  readonly kinds?: Kinds
  /** Where the bytes of images are kept. Default: images cannot be added, and are shown as placeholders. */
  readonly assets?: AssetPort
  /** Draws ink on a desynchronized canvas for less latency; some browsers blend it wrongly. */
  readonly lowLatency?: boolean
  /** Called at most thirty times a second. */
  onPresence(presence: OwnPresence): void
  /** Called when a command requests something of the interface. */
  onAction(name: UiRequest): void
  /** Called when a context menu is requested at a point of the view; the unit under it is selected. */
  onMenu?(at: ScreenPoint): void
  /** Returns the name of the local user; null: not known yet. */
  author?(): string | null
  /** Called when a link is clicked. */
  onLink?(link: string): void
  /** Called with files that are not images, and the point of the board they are for. Default: they are refused. */
  onFiles?(files: readonly File[], at: WorldPoint): void
  /** Called when something could not be done. */
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
  /** Returns the context for commands. */
  context(how?: Invocation): CommandContext
  dispose(): void
}

/** Builds the parts of an editor and connects them: input to tools, plans to commits, commits to the screen. */
export function connect(options: EditorOptions, clipboard: () => Clipboard): Parts {
  const { board, element, theme, readOnly, lowLatency = false } = options
  const register = createRegister(options.tools ?? builtInTools, options.commands ?? builtInCommands)
  const initial = initialState(readOnly, register)
  const { kinds = builtInKinds, layout = createPageLayout(options.locale) } = options
  const scene = new Scene(board.shapes(), { kinds, layout, images: pageImages(options.assets) })
  const viewport = new Viewport(board.doc.clientID, reducesMotion)
  const toolbox = new Toolbox(initial.tool, register.toolOf)
  const text = new Writing({ board, scene, element, dispatch: (plan) => commits.dispatch(plan) })
  const focus = new Focus(options.keys ?? element, element)
  const state = () => commits.state
  const attribution = () => ({ author: options.author?.() ?? null, now: Date.now() })
  const screen = new Screen({
    ...{ element, board, scene, viewport, text, theme, lowLatency, state },
    prepare: (now) => gestures.prepare(now),
  })
  const presence = new OwnPresenceSender(
    (pointer) => presenceOf(state(), { scene, viewport, pointer, caret: text.caret }),
    options.onPresence,
  )
  const commits: Commits = new Commits(initial, {
    ...{ board, scene, viewport, toolbox, text, attribution, tools: register },
    ask: options.onAction,
    effects: (plan) => {
      runEffects(plan, options, clipboard)
      if (plan.writing !== undefined) showTyping(parts)
    },
    changed: (difference) => screen.changed(difference),
    committed: (before, after) => {
      if (changesPresence(before, after)) presence.send()
      gestures.showCursor()
      screen.frames.invalidate()
    },
  })
  const context = ({ far = false, at }: Invocation = {}): CommandContext => {
    const begun = toolbox.hasBegun(commits.view())
    const under = at ?? presence.pointer
    const pointer = under && toWorld(under, commits.state.camera)
    return contextOf({ state: state(), scene, board, viewport, tools: register, attribution }, { far, begun, pointer })
  }
  const gestures = new Gestures({
    ...{ element, commits, toolbox, viewport, text, presence, context },
    invalidate: () => screen.frames.invalidate(),
    focus: () => focus.focusBoard(),
  })
  const parts = { register, scene, viewport, text, commits, screen, presence, focus, repeats: new Repeats(), context }
  const disposers = [...listenAround(parts, gestures, element), () => gestures.dispose(), ...disposersOf(parts)]
  return { ...parts, dispose: () => disposers.forEach((dispose) => void dispose()) }
}

type Connected = Omit<Parts, 'dispose'>

/** Listens to keys, fonts that load, the size of the element and on-screen keyboards. */
function listenAround(parts: Connected, gestures: Gestures, element: HTMLElement): readonly (() => void)[] {
  const { scene, viewport, commits, screen, presence, focus } = parts
  return [
    listenToKeys(focus, {
      key: (event) => runKey(event, parts),
      space: (held) => gestures.holdSpace(held),
    }),
    () => focus.dispose(),
    scene.layout.observe(() => {
      scene.relayoutText()
      screen.refreshText()
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

function disposersOf({ presence, commits, text, screen, scene }: Connected): readonly (() => void)[] {
  return [
    () => scene.images.dispose(),
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

/** Pans to keep the caret in view. */
function showCaret({ commits, text, viewport }: Connected): void {
  commits.dispatch(() => text.caretPan(commits.state.camera, viewport))
}

/** Carries out the effects of a plan outside the canvas. */
function runEffects(plan: Plan, options: EditorOptions, clipboard: () => Clipboard): void {
  if (plan.clipboard === 'cut') clipboard().cut()
  else if (plan.clipboard === 'copy') clipboard().copy()
  else if (plan.clipboard) clipboard().paste(plan.clipboard === 'paste-in-place', plan.pasteAt)
  if (plan.menu) options.onMenu?.(plan.menu)
  if (plan.openLink) options.onLink?.(plan.openLink)
  if (plan.problem) options.onProblem?.(plan.problem)
}

/** Whether the system requests reduced motion. */
function reducesMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
