import { type Command, Editor, type HostId, isHostId, type Kinds, type Theme, type ToolEntry } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import { type BoardId, mayEdit } from '@inkbridge/types'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { Api } from '../api.ts'
import { WaitingBars } from '../bars/Bars.tsx'
import { type Catalogue, matchLocale, useCatalogue } from '../locale/locale.ts'
import { retryForever } from '../retry-forever.ts'
import { type BoardSession, openSession } from '../session.ts'
import { createUi, type OpenBoard, PortalRoot, useMedia, useStore } from '../ui/ui.ts'
import { stand, useSuccession } from './continuing.ts'
import { dropsOn } from './drops.ts'
import { goTo, type Place, parsePlace } from './place.ts'

/** The interface around the canvas comes after the picture: drawing does not wait for it. */
const loadAround = () =>
  retryForever(async () => {
    const { Around, answer } = await import('./Around.tsx')
    return { default: Around, answer }
  })
const Around = lazy(loadAround)
/** A picture that is not there by then is not waited for, ms. */
const patienceMs = 700

export interface WhiteboardProps {
  readonly board: BoardId
  /** Where the server is; the page's own origin when absent. */
  readonly url?: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string
  /**
   * The language, as a BCP 47 tag such as `de`; without it the browser's. English where there is no translation. What
   * shapes draw themselves keeps the language in which the board was opened.
   */
  readonly locale?: string
  /** The theme; without it the system’s, until it is changed from the menu. */
  readonly theme?: Theme
  readonly onTheme?: (theme: Theme) => void
  /** Shows a button back to wherever the boards are. */
  readonly onExit?: () => void
  /** Lets people sign this browser out; called after their local data is removed. */
  readonly onSignOut?: () => void
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
  /** Whose keys are the board's: all of the page, or, by default, those pressed while the board has the focus. */
  readonly keys?: 'page'
  /** Called with what programs in the page may use, and with null when it is gone. */
  readonly onOpen?: (open: { readonly session: BoardSession; readonly editor: Editor } | null) => void
}

/** A board, whole: canvas, tools, people. Fills the element it is in. */
export function Whiteboard(props: WhiteboardProps) {
  const { board, url, token, onTheme, onExit } = props
  const api = useMemo(() => new Api({ url, token }), [url, token])
  const { theme, toggleTheme } = useTheme(props.theme, onTheme)
  const canvas = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState<Pick<OpenBoard, 'session' | 'editor' | 'canvas'> | null>(null)
  const { round, begin, restart } = useSuccession(board, url)
  const [shown, setShown] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each board begins with an interface of its own
  const ui = useMemo(createUi, [board, url, token])
  const { zen } = useStore(ui, ({ zen }) => ({ zen }))
  const locale = matchLocale(props.locale ? [props.locale] : navigator.languages)
  const messages = useAround(locale, shown)
  const around: OpenBoard | null = open && {
    ...open,
    ...{ api, board, ui, theme, onTheme: toggleTheme, onExit, onSignOut: props.onSignOut, origin: url },
    onRestart: restart,
  }
  const latest = useRef({ props, theme, locale, around })
  latest.current = { props, theme, locale, around }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round continues from the document of the last one
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
      keys: latest.current.props.keys === 'page' ? window : (canvas.current.parentElement ?? canvas.current),
      theme: latest.current.theme,
      locale: latest.current.locale,
      readOnly: false,
      onPresence: (presence) => session.sync.setPresence(presence),
      onAction: (name) => {
        if (isHostId(name)) latest.current.props.onAsk?.(name)
        else void loadAround().then(({ answer }) => latest.current.around && answer(name, latest.current.around))
      },
      onMenu: (at) => ui.change({ menu: at }),
      author: () => session.sync.status.you?.name ?? null,
      onLink: (link) => follow(editor, link),
      onProblem: (problem) => ui.change({ toast: ({ t }) => t(`problem.${problem}`) }),
    })
    expecting = editor
    const place = before ? stand(editor, before.standing) : parsePlace(fragment)
    const untie = tie(session.sync, editor, place, () => setShown(true))
    setOpen({ session, editor, canvas: canvas.current })
    latest.current.props.onOpen?.({ session, editor })
    return () => {
      latest.current.props.onOpen?.(null)
      setOpen(null)
      untie()
      editor.dispose()
      session.dispose()
    }
  }, [board, url, token, ui, round])

  useEffect(() => open?.editor.setTheme(theme), [open, theme])

  return (
    <div
      className="ink-root"
      data-theme={theme}
      data-zen={zen || undefined}
      ref={setRoot}
      tabIndex={-1}
      {...dropsOn(open?.editor)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an application is what one acts on, by keys, too */}
      <div ref={canvas} className="ink-canvas" role="application" aria-label={messages?.['board.label']} tabIndex={0} />
      <PortalRoot value={root}>
        <Suspense fallback={<WaitingBars />}>
          {around && messages ? <Around {...{ locale, messages }} open={around} /> : <WaitingBars />}
        </Suspense>
      </PortalRoot>
    </div>
  )
}

/** Loads what floats around the canvas and its texts at the same time, from when `wanted` is true; gives the texts. */
function useAround(locale: string, wanted: boolean): Catalogue | null {
  useEffect(() => {
    if (wanted) void loadAround()
  }, [wanted])
  return useCatalogue(locale, wanted)
}

/** The theme that is asked for, or else the one chosen here, or else the system's. */
function useTheme(given: Theme | undefined, onTheme: ((theme: Theme) => void) | undefined) {
  const [chosen, setChosen] = useState<Theme | null>(null)
  const system: Theme = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  const theme = given ?? chosen ?? system
  const toggleTheme = () => {
    const next = theme === 'light' ? 'dark' : 'light'
    setChosen(next)
    onTheme?.(next)
  }
  return { theme, toggleTheme }
}

/** Passes the state of the connection on to the canvas. Calls `shown` when the board is drawn, or takes long. */
function tie(sync: Sync, editor: Editor, place: Place | null, shown: () => void): () => void {
  let loaded = false
  const look = () => {
    const { role, loaded: here } = sync.status
    editor.setReadOnly(role !== null && !mayEdit(role))
    if (here && !loaded) {
      if (place) goTo(editor, place)
      else editor.showContent()
      void editor.settled().then(shown)
    }
    loaded = here
  }
  const showPeers = () => editor.setPeers(sync.peers)
  look()
  showPeers()
  const patience = setTimeout(shown, patienceMs)
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
