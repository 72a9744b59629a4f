import { Editor, type Theme } from '@inkbridge/canvas'
import { type BoardId, mayEdit } from '@inkbridge/types'
import { useEffect, useRef, useState } from 'react'
import { exportBoard, importBoard } from './api.ts'
import { HistoryBar, ZoomBar } from './Corners.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { useEditorState, usePeers, useSyncStatus } from './hooks.ts'
import { PeopleBar } from './PeopleBar.tsx'
import { PortalRoot } from './portal.ts'
import { ShareDialog } from './ShareDialog.tsx'
import { StylePanel } from './StylePanel.tsx'
import { type BoardSession, openSession } from './session.ts'
import { TitleBar } from './TitleBar.tsx'
import { Toolbar } from './Toolbar.tsx'

export interface WhiteboardProps {
  readonly board: BoardId
  /** Where the server is; the page's own origin when absent. */
  readonly url?: string
  /** A link's secret; without it the browser's cookie decides. */
  readonly token?: string
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
  /** Shows a button back to wherever the boards are. */
  readonly onExit?: () => void
  /** Called with what programs in the page may use, and with null when it is gone. */
  readonly onOpen?: (open: { readonly session: BoardSession; readonly editor: Editor } | null) => void
}

interface Open {
  readonly session: BoardSession
  readonly editor: Editor
}

/** A board, whole: canvas, tools, people. Fills the element it is in. */
export function Whiteboard(props: WhiteboardProps) {
  const { board, url, token, theme } = props
  const canvas = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const [help, setHelp] = useState(false)
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    if (!canvas.current) return
    const session = openSession(board, { ...(url ? { url } : {}), ...(token ? { token } : {}) })
    const editor = new Editor({
      board: session.board,
      element: canvas.current,
      theme: latest.current.theme,
      readOnly: false,
      onPresence: (presence) => session.sync.setPresence(presence),
      onAction: (name) =>
        name === 'help' ? setHelp(true) : latest.current.onTheme(latest.current.theme === 'light' ? 'dark' : 'light'),
    })
    const opened = { session, editor }
    setOpen(opened)
    latest.current.onOpen?.(opened)
    return () => {
      latest.current.onOpen?.(null)
      setOpen(null)
      editor.dispose()
      session.dispose()
    }
  }, [board, url, token])

  useEffect(() => open?.editor.setTheme(theme), [open, theme])

  return (
    <div className="ink-root" data-theme={theme} ref={setRoot}>
      <div ref={canvas} className="ink-canvas" role="application" aria-label="Board" />
      <PortalRoot value={root}>{open && <Around {...props} {...open} help={help} onHelp={setHelp} />}</PortalRoot>
    </div>
  )
}

interface AroundProps extends WhiteboardProps, Open {
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
}

/** Everything that floats around the canvas. */
function Around({ board, theme, onTheme, onExit, session, editor, help, onHelp }: AroundProps) {
  const status = useSyncStatus(session.sync)
  const peers = usePeers(session.sync)
  const [sharing, setSharing] = useState(false)
  const [message, setMessage] = useState<string | null>(null)
  const readOnly = status.role !== null && !mayEdit(status.role)

  useEffect(() => editor.setReadOnly(readOnly), [editor, readOnly])
  useEffect(() => {
    if (status.synced) editor.showContent()
  }, [editor, status.synced])
  useEffect(() => editor.setPeers(peers), [editor, peers])
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!isTyping(event.target) && editor.handleKey(event)) event.preventDefault()
    }
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [editor])
  useEffect(() => {
    if (!message) return
    const timer = setTimeout(() => setMessage(null), 8_000)
    return () => clearTimeout(timer)
  }, [message])

  if (status.connection === 'stopped')
    return <Stopped message={status.problem?.message ?? 'The connection ended.'} onExit={onExit} />
  const download = () => exportBoard(board).then((file) => save(file, `${status.title ?? 'board'}.inkbridge.json`))
  const upload = (text: string) =>
    importBoard(board, text).then(({ shapes }) =>
      setMessage(`${shapes} ${shapes === 1 ? 'shape was' : 'shapes were'} imported.`),
    )
  const report = (error: Error) => setMessage(error.message)
  return (
    <>
      <TitleBar board={board} status={status} onExit={onExit} onProblem={setMessage} />
      <PeopleBar
        status={status}
        peers={peers}
        theme={theme}
        onTheme={() => onTheme(theme === 'light' ? 'dark' : 'light')}
        onHelp={() => onHelp(true)}
        onShare={() => setSharing(true)}
        onExport={() => void download().catch(report)}
        onImport={(text) => void upload(text).catch(report)}
      />
      <EmptyHint editor={editor} synced={status.synced} />
      <StylePanel editor={editor} theme={theme} />
      <HistoryBar editor={editor} />
      <Toolbar editor={editor} />
      <ZoomBar editor={editor} onHelp={() => onHelp(true)} />
      {!status.synced && <div className="ink-progress" role="progressbar" aria-label="Loading the board" />}
      <ShareDialog board={board} open={sharing} onOpenChange={setSharing} onProblem={setMessage} />
      <HelpDialog open={help} onOpenChange={onHelp} />
      <div className="ink-toasts" role="status">
        {message && <div className="ink-card ink-toast">{message}</div>}
      </div>
    </>
  )
}

function EmptyHint({ editor, synced }: { readonly editor: Editor; readonly synced: boolean }) {
  const { empty, gesture, readOnly } = useEditorState(editor)
  if (!empty || !synced || gesture) return null
  return <p className="ink-hint">{readOnly ? 'Nothing is drawn here yet.' : 'Draw anything. Press ? for keys.'}</p>
}

function Stopped({ message, onExit }: { readonly message: string; readonly onExit: (() => void) | undefined }) {
  return (
    <div className="ink-stopped" role="alert">
      <div className="ink-card ink-stopped-card">
        <h1>This board is not open</h1>
        <p>{message}</p>
        {onExit && (
          <button type="button" className="ink-button ink-primary" onClick={onExit}>
            All boards
          </button>
        )}
      </div>
    </div>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null
  )
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
