import { type Command, Editor, type HostId, isHostId, type Kinds, type Theme, type ToolEntry } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import { type BoardId, mayEdit, type ScreenPoint } from '@inkbridge/types'
import { type DragEvent, type HTMLAttributes, lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { BoardDialog } from './Around.tsx'
import { Api } from './api.ts'
import { stand, useSuccession } from './continuing.ts'
import { useMedia } from './hooks.ts'
import { goTo, type Place, parsePlace } from './place.ts'
import { PortalRoot } from './portal.ts'
import { type BoardSession, openSession } from './session.ts'
import { stubbornly } from './stubbornly.ts'

/** What floats around the canvas comes after the picture: one can draw before it is there. */
const Around = lazy(() => stubbornly(() => import('./Around.tsx')))
/** A picture that is not there by then is not waited for, ms. */
const patienceMs = 700

export interface WhiteboardProps {
  readonly board: BoardId
  /** Where the server is; the page's own origin when absent. */
  readonly url?: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string
  /** Light or dark; without it what the system says, until it is changed from the menu. */
  readonly theme?: Theme
  readonly onTheme?: (theme: Theme) => void
  /** Shows a button back to wherever the boards are. */
  readonly onExit?: () => void
  /** A place on the board to begin at, as the fragment of a link to it says it. */
  readonly place?: string
  /** The kinds of shapes, as they were when the board was opened. Default: those that are built in. */
  readonly kinds?: Kinds
  /** The tools there are, as they were when the board was opened. Default: `builtInTools`. */
  readonly tools?: readonly ToolEntry[]
  /** The commands there are, as they were when the board was opened. Default: `builtInCommands`. */
  readonly commands?: readonly Command[]
  /** Called with what a command of the host asks for: `ask` of its plan. */
  readonly onAsk?: (id: HostId) => void
  /** Called with what programs in the page may use, and with null when it is gone. */
  readonly onOpen?: (open: { readonly session: BoardSession; readonly editor: Editor } | null) => void
}

interface Open {
  readonly session: BoardSession
  readonly editor: Editor
}

/** A board, whole: canvas, tools, people. Fills the element it is in. */
export function Whiteboard(props: WhiteboardProps) {
  const { board, url, token, onTheme, onExit } = props
  const api = useMemo(() => new Api({ url, token }), [url, token])
  const [chosenTheme, setChosenTheme] = useState<Theme | null>(null)
  const systemTheme: Theme = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  const theme = props.theme ?? chosenTheme ?? systemTheme
  const canvas = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const { round, begin } = useSuccession(board, url)
  const [dialog, setDialog] = useState<BoardDialog | null>(null)
  const [settled, setSettled] = useState(false)
  const [menu, setMenu] = useState<ScreenPoint | null>(null)
  const [zen, setZen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const toggleTheme = () => {
    const next = theme === 'light' ? 'dark' : 'light'
    setChosenTheme(next)
    onTheme?.(next)
  }
  const latest = useRef({ props, theme, toggleTheme })
  latest.current = { props, theme, toggleTheme }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round begins with what was made in the one before
  useEffect(() => {
    if (!canvas.current) return
    const { before, ...continuing } = begin(() => editor)
    let expecting: Editor | null = null
    const { kinds, tools, commands, place: fragment = '' } = latest.current.props
    const session = openSession(board, {
      onWhole: (update) => expecting?.expect(update),
      ...{ url, token, kinds: kinds?.records },
      ...continuing,
    })
    const editor = new Editor({
      ...(tools && { tools }),
      ...(commands && { commands }),
      ...(kinds && { kinds }),
      board: session.board,
      element: canvas.current,
      theme: latest.current.theme,
      readOnly: false,
      onPresence: (presence) => session.sync.setPresence(presence),
      onAction: (name) => {
        if (name === 'theme') latest.current.toggleTheme()
        else if (name === 'zen') setZen((before) => !before)
        else if (isHostId(name)) latest.current.props.onAsk?.(name)
        else setDialog(name)
      },
      onMenu: setMenu,
      author: () => session.sync.status.you?.name ?? null,
      onLink: (link) => follow(editor, link),
      onProblem: setProblem,
    })
    expecting = editor
    const place = before ? stand(editor, before.standing) : parsePlace(fragment)
    const untie = tie(session.sync, editor, place, () => setSettled(true))
    const opened = { session, editor }
    setOpen(opened)
    latest.current.props.onOpen?.(opened)
    return () => {
      latest.current.props.onOpen?.(null)
      setOpen(null)
      untie()
      editor.dispose()
      session.dispose()
    }
  }, [board, url, token, round])

  useEffect(() => open?.editor.setTheme(theme), [open, theme])
  useKeys(open?.editor)
  useEffect(() => {
    root?.addEventListener('click', blurPressed)
    return () => root?.removeEventListener('click', blurPressed)
  }, [root])

  return (
    <div className="ink-root" data-theme={theme} data-zen={zen || undefined} ref={setRoot} {...dropsOn(open?.editor)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an application is what one acts on, by keys, too */}
      <div ref={canvas} className="ink-canvas" role="application" aria-label="Board" tabIndex={0} />
      <PortalRoot value={root}>
        {open && settled && (
          <Suspense>
            <Around
              {...open}
              api={api}
              board={board}
              theme={theme}
              onTheme={toggleTheme}
              onExit={onExit}
              dialog={dialog}
              onDialog={setDialog}
              menu={menu}
              onMenu={setMenu}
              canvas={canvas}
              zen={zen}
              onZen={setZen}
              problem={problem}
              onProblem={setProblem}
              origin={url}
            />
          </Suspense>
        )}
      </PortalRoot>
    </div>
  )
}

/** Keys of the page go to the board, but for those of fields, dialogs and buttons. */
function useKeys(editor: Editor | undefined): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (isTyping(event.target) || (isForButtons(event.key) && isButton(event.target))) return
      if (editor?.handleKey(event)) event.preventDefault()
    }
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [editor])
}

/** Tells the canvas what comes over the connection; `settled`: the board is there and drawn, or takes long. */
function tie(sync: Sync, editor: Editor, place: Place | null, settled: () => void): () => void {
  let loaded = false
  const look = () => {
    const { role, loaded: here } = sync.status
    editor.setReadOnly(role !== null && !mayEdit(role))
    if (here && !loaded) {
      if (place) goTo(editor, place)
      else editor.showContent()
      void editor.settled().then(settled)
    }
    loaded = here
  }
  const showPeers = () => editor.setPeers(sync.peers)
  look()
  showPeers()
  const patience = setTimeout(settled, patienceMs)
  const [unobserve, unobservePeers] = [sync.observe(look), sync.observePeers(showPeers)]
  return () => {
    clearTimeout(patience)
    unobserve()
    unobservePeers()
  }
}

/** A link leads to a place on this board, or out of it, into a window that knows nothing of this one. */
function follow(editor: Editor, link: string): void {
  const place = link.startsWith('#') ? parsePlace(link) : null
  if (place) goTo(editor, place)
  else if (!link.startsWith('#')) window.open(link, '_blank', 'noopener,noreferrer')
}

/** After a press by a mouse or a finger keys are the board's, and not the button's: Enter writes, and Space moves the board. */
function blurPressed({ target, pointerType }: PointerEvent): void {
  const pressed = target instanceof Element && target.closest('.ink-bar button:not([aria-haspopup])')
  // A screen reader, and a key, press without a pointer.
  if (pointerType && pressed instanceof HTMLElement && pressed === document.activeElement) pressed.blur()
}

/** Keys that belong to a button or a link when it has the focus. */
function isForButtons(key: string): boolean {
  return key === 'Enter' || key === 'Tab' || key === ' '
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [tabindex="-1"]') !== null
}

/** Takes what is dropped anywhere on a board. */
function dropsOn(editor: Editor | undefined): Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDrop'> {
  const take = (event: DragEvent) => {
    const takes = takesDrop(event)
    if (takes) event.preventDefault()
    return takes
  }
  return {
    onDragOver: take,
    onDrop: (event) => {
      if (take(event)) editor?.drop(event.dataTransfer, { x: event.clientX, y: event.clientY })
    },
  }
}

/** What a field takes is its own; files are the board's, and never opened by the browser. */
function takesDrop({ target, dataTransfer, defaultPrevented }: DragEvent): boolean {
  return dataTransfer.types.includes('Files') || !(defaultPrevented || isTyping(target))
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      'input, textarea, select, [contenteditable], [role=dialog]:not([data-closed]), [role=menu]:not([data-closed])',
    ) !== null
  )
}
