import { type Command, Editor, type HostId, isHostId, type Kinds, type Theme, type ToolEntry } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import { type BoardId, mayEdit } from '@inkbridge/types'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { Api } from '../api.ts'
import { assetPort } from '../asset-port.ts'
import { WaitingBars } from '../bars/Bars.tsx'
import { type Catalogue, matchLocale, useCatalogue } from '../locale/locale.ts'
import { retryForever } from '../retry-forever.ts'
import { type BoardSession, openSession } from '../session.ts'
import {
  type AccountPage,
  createUi,
  type OpenBoard,
  PortalRoot,
  persistPreferences,
  persistSettings,
  type Ui,
  useMedia,
  useStore,
} from '../ui/ui.ts'
import { resumeAt, useSuccession } from './continuing.ts'
import { dropHandlers } from './drops.ts'
import { goTo, type Place, parsePlace } from './place.ts'

/** The interface is loaded after the canvas, so that drawing does not wait for it. */
const loadBoardUi = () =>
  retryForever(async () => {
    const { BoardUi, importFiles, respondTo } = await import('./BoardUi.tsx')
    return { default: BoardUi, openFiles: importFiles, respondTo }
  })
const BoardUi = lazy(loadBoardUi)
type LoadedUi = Awaited<ReturnType<typeof loadBoardUi>>
/** Maximum time to wait for the first picture, ms. */
const showAfterMs = 700

export interface WhiteboardProps {
  readonly board: BoardId
  /** The server's origin; default: the page's. */
  readonly url?: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string
  /**
   * The language as a BCP 47 tag such as `de`; default: the browser's. English if there is no translation. Texts drawn
   * by shapes keep the language in which the board was opened.
   */
  readonly locale?: string
  /** The theme; without it the system’s, until it is changed from the menu. */
  readonly theme?: Theme
  readonly onTheme?: (theme: Theme) => void
  /** Shows a button back to wherever the boards are. */
  readonly onExit?: () => void
  /** Lets people sign this browser out; called after their local data is removed. */
  readonly onSignOut?: () => void
  /** Offers signing in and the account, where the server has accounts; called to show a page for it. */
  readonly onAccount?: (page: AccountPage) => void
  /** The initial place on the board, as in the fragment of a link. */
  readonly place?: string
  /** The kinds of shapes, read when the board is opened. Default: the built-in ones. */
  readonly kinds?: Kinds
  /** The tools, read when the board is opened. Default: `builtInTools`. */
  readonly tools?: readonly ToolEntry[]
  /** The commands, read when the board is opened. Default: `builtInCommands`. */
  readonly commands?: readonly Command[]
  /** Called with requests of host commands: `ask` of their plans. */
  readonly onAsk?: (id: HostId) => void
  /** Which keys the board handles: all of the page, or, by default, those pressed while it has the focus. */
  readonly keys?: 'page'
  /**
   * Loads style sheets with fonts for PDF files of scripts that the board's own lack; see `notoSubstitutes` in
   * `@inkbridge/canvas/pdf`. Without it, such text is drawn with the fonts of the system, as a picture.
   */
  readonly loadPdfFonts?: () => Promise<unknown>
  /**
   * The address of a folder with the folders `cmaps`, `standard_fonts`, `wasm` and `iccs` of the package `pdfjs-dist`,
   * for PDF files that need them. Without it, some pages lack Asian text, text in fonts that are not in the file, or
   * images of rare types.
   */
  readonly pdfFiles?: string
  /** Called with the session and editor of an opened board, and with null when it is closed. */
  readonly onOpen?: (open: { readonly session: BoardSession; readonly editor: Editor } | null) => void
}

/** A complete board: canvas, tools, people. Fills its container. */
export function Whiteboard(props: WhiteboardProps) {
  const { board, url, token, onTheme, onExit, onAccount } = props
  const api = useMemo(() => new Api({ url, token }), [url, token])
  const { theme, toggleTheme } = useTheme(props.theme, onTheme)
  const canvas = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState<Pick<OpenBoard, 'session' | 'editor' | 'canvas'> | null>(null)
  const { round, begin, restart } = useSuccession(board, url)
  const [shown, setShown] = useState(false)
  const ui = useUiOf(board, url, token)
  const { zen } = useStore(ui, ({ zen }) => ({ zen }))
  const locale = matchLocale(props.locale ? [props.locale] : navigator.languages)
  const messages = useBoardUiTexts(locale, shown)
  const opened: OpenBoard | null = open && {
    ...open,
    ...{ api, board, ui, theme, onTheme: toggleTheme, onExit, onSignOut: props.onSignOut, origin: url },
    ...{ loadPdfFonts: props.loadPdfFonts, pdfFiles: absolute(props.pdfFiles), onRestart: restart, onAccount },
  }
  const latest = useRef({ props, theme, locale, opened })
  latest.current = { props, theme, locale, opened }
  const withUi = (act: (ui: LoadedUi, open: OpenBoard) => void) =>
    void loadBoardUi().then((loaded) => latest.current.opened && act(loaded, latest.current.opened))

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
        else withUi(({ respondTo }, open) => respondTo(name, open))
      },
      onMenu: (at) => ui.change({ menu: at }),
      assets: assetPort(session.assets, api, board),
      onFiles: (files, at) => withUi(({ openFiles }, open) => void openFiles(files, at, open)),
      author: () => session.sync.status.you?.name ?? null,
      onLink: (link) => follow(editor, link),
      onProblem: (problem) => ui.change({ toast: ({ t }) => t(`problem.${problem}`) }),
    })
    expecting = editor
    const place = before ? resumeAt(editor, before.resumePoint) : parsePlace(fragment)
    const stops = [persistSettings(editor), connect(session.sync, editor, place, () => setShown(true))]
    setOpen({ session, editor, canvas: canvas.current })
    latest.current.props.onOpen?.({ session, editor })
    return () => {
      latest.current.props.onOpen?.(null)
      setOpen(null)
      for (const stop of stops) stop()
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
      {...dropHandlers(open?.editor)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an application is what one acts on, by keys, too */}
      <div ref={canvas} className="ink-canvas" role="application" aria-label={messages?.['board.label']} tabIndex={0} />
      <PortalRoot value={root}>
        <Suspense fallback={<WaitingBars />}>
          {opened && messages ? <BoardUi {...{ locale, messages }} open={opened} /> : <WaitingBars />}
        </Suspense>
      </PortalRoot>
    </div>
  )
}

/** Returns an address in full: a worker has another base. */
function absolute(address: string | undefined): string | null {
  return address === undefined ? null : new URL(address, document.baseURI).href
}

/** Returns the state of the interface, with the stored preferences; a new one for each board. */
function useUiOf(...board: readonly unknown[]): Ui {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that identifies a board
  const ui = useMemo(createUi, board)
  useEffect(() => persistPreferences(ui), [ui])
  return ui
}

/** Loads the interface and its texts at the same time while `wanted`. Returns the texts. */
function useBoardUiTexts(locale: string, wanted: boolean): Catalogue | null {
  useEffect(() => {
    if (wanted) void loadBoardUi()
  }, [wanted])
  return useCatalogue(locale, wanted)
}

/** Returns the given theme, or else the one chosen here, or else the system's. */
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

/** Passes the state of the connection on to the canvas. Calls `shown` when the board is drawn, or takes too long. */
function connect(sync: Sync, editor: Editor, place: Place | null, shown: () => void): () => void {
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
  const patience = setTimeout(shown, showAfterMs)
  const [unobserve, unobservePeers] = [sync.observe(look), sync.observePeers(showPeers)]
  return () => {
    clearTimeout(patience)
    unobserve()
    unobservePeers()
  }
}

/** Opens a link: moves to a place on this board, or opens a window without access to this one. */
function follow(editor: Editor, link: string): void {
  const place = link.startsWith('#') ? parsePlace(link) : null
  if (place) goTo(editor, place)
  else if (!link.startsWith('#')) window.open(link, '_blank', 'noopener,noreferrer')
}
