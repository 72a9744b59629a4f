import type { Sync, WireCounts } from '@inkbridge/sync'
import { FrameInspector, fallbackReason, type InspectedEntry, lineOf } from '@inkbridge/sync/inspect'
import { Check, Copy, Pause, Play, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './Bar.tsx'
import { copyText } from './copy.ts'
import { useSyncStatus } from './hooks.ts'

export interface InspectorProps {
  readonly sync: Sync
  /** The document's Yjs client id. */
  readonly clientId: () => number
  readonly onClose: () => void
}

/** Lines that are kept; the oldest go. */
const maxLines = 500
/** Lines that are shown. */
const maxShown = 200
const renderMs = 250
const rateMs = 1_000

const filters = {
  All: () => true,
  Edits: ({ kind }: InspectedEntry) => edits.has(kind),
  People: ({ kind }: InspectedEntry) => people.has(kind),
  Connection: ({ direction, kind }: InspectedEntry) => direction === 'connection' || signs.has(kind),
} as const
const edits: ReadonlySet<string> = new Set(['update', 'sync-step-1', 'sync-step-2', 'have', 'saved', 'chunk'])
const people: ReadonlySet<string> = new Set(['presence', 'awareness'])
const signs: ReadonlySet<string> = new Set(['hello', 'notice', 'ping', 'pong', 'unreadable', 'denied'])
type FilterName = keyof typeof filters

/** What goes over the wire, as it goes, for whoever wants to know why. */
export default function Inspector({ sync, clientId, onClose }: InspectorProps) {
  const [filter, setFilter] = useState<FilterName>('All')
  const [paused, setPaused] = useState(false)
  const lines = useLines(sync, clientId, paused)
  return (
    <section className="ink-card ink-inspector" aria-label="Inspector">
      <header className="ink-inspector-head">
        <h2 className="ink-card-title">Inspector</h2>
        <CopyTrace sync={sync} lines={lines} />
        <IconButton label={paused ? 'Go on' : 'Pause'} onClick={() => setPaused(!paused)}>
          {paused ? <Play size={16} strokeWidth={1.75} /> : <Pause size={16} strokeWidth={1.75} />}
        </IconButton>
        <IconButton label="Close the inspector" onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </IconButton>
      </header>
      <Figures sync={sync} />
      <fieldset className="ink-inspector-filters" aria-label="What is shown">
        {(Object.keys(filters) as FilterName[]).map((name) => (
          <button key={name} type="button" aria-pressed={name === filter} onClick={() => setFilter(name)}>
            {name}
          </button>
        ))}
      </fieldset>
      <Lines lines={lines.filter(filters[filter]).slice(-maxShown)} />
    </section>
  )
}

/** What has passed since the inspector was opened, oldest first. */
function useLines(sync: Sync, clientId: () => number, paused: boolean): readonly InspectedEntry[] {
  const [lines, setLines] = useState<readonly InspectedEntry[]>([])
  const inspector = useRef<FrameInspector | null>(null)
  inspector.current ??= new FrameInspector(clientId, sync.names)
  useEffect(() => {
    const before = sync.wire.events.flatMap((event) => inspector.current?.read({ type: 'connection', ...event }) ?? [])
    setLines((known) => (known.length > 0 ? known : before))
  }, [sync])
  useEffect(() => {
    if (paused) return
    let fresh: InspectedEntry[] = []
    const unobserve = sync.wire.observe((entry) => {
      if (inspector.current) fresh.push(inspector.current.read(entry))
    })
    const timer = setInterval(() => {
      if (fresh.length === 0) return
      const passed = fresh
      fresh = []
      setLines((known) => [...known, ...passed].slice(-maxLines))
    }, renderMs)
    return () => {
      unobserve()
      clearInterval(timer)
    }
  }, [sync, paused])
  return lines
}

function Figures({ sync }: { readonly sync: Sync }) {
  const { connection, transport, roundTripMs, edits } = useSyncStatus(sync)
  const rates = useRates(sync)
  const reason = fallbackReason(sync.wire.events, transport)
  const names = { websocket: 'WebSocket', polling: 'Long-polling', memory: 'In memory' } as const
  return (
    <dl className="ink-inspector-figures">
      <Figure label="By" value={transport ? names[transport] : connection} />
      <Figure label="Round trip" value={roundTripMs === null ? '–' : `${roundTripMs} ms`} />
      <Figure label="In" value={perSecond(rates.in)} />
      <Figure label="Out" value={perSecond(rates.out)} />
      <Figure label="Unsaved" value={(edits.device + edits.received).toLocaleString('en')} />
      {reason && <Figure label="Why not WebSocket" value={reason} wide />}
    </dl>
  )
}

function Figure({ label, value, wide = false }: { readonly label: string; readonly value: string; wide?: boolean }) {
  return (
    <div className={wide ? 'ink-wide' : undefined}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** What went each way in the last second. */
function useRates(sync: Sync): { readonly in: WireCounts; readonly out: WireCounts } {
  const none = { messages: 0, bytes: 0 }
  const [rates, setRates] = useState({ in: none, out: none })
  useEffect(() => {
    let before = { in: { ...sync.wire.counts.in }, out: { ...sync.wire.counts.out } }
    const timer = setInterval(() => {
      const now = { in: { ...sync.wire.counts.in }, out: { ...sync.wire.counts.out } }
      setRates({ in: difference(now.in, before.in), out: difference(now.out, before.out) })
      before = now
    }, rateMs)
    return () => clearInterval(timer)
  }, [sync])
  return rates
}

function difference(now: WireCounts, before: WireCounts): WireCounts {
  return { messages: now.messages - before.messages, bytes: now.bytes - before.bytes }
}

function perSecond({ messages, bytes }: WireCounts): string {
  const size = bytes < 10_000 ? `${bytes} B` : `${(bytes / 1_000).toFixed(0)} kB`
  return `${messages}/s · ${size}/s`
}

const arrows = { in: '↓', out: '↑', connection: '·' } as const

/** Follows what comes, until somebody scrolls up. */
function Lines({ lines }: { readonly lines: readonly InspectedEntry[] }) {
  const list = useRef<HTMLOListElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (follows.current && lines.length > 0) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [lines])
  return (
    <ol
      ref={list}
      className="ink-inspector-lines"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollTop + clientHeight > scrollHeight - 24
      }}
    >
      {lines.map(({ at, direction, kind, bytes, who, what }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own and never move
        <li key={index} className={`ink-line-${direction}`}>
          <time>{new Date(at).toTimeString().slice(0, 8)}</time>
          <span aria-hidden="true">{arrows[direction]}</span>
          <b>{kind}</b>
          <span className="ink-line-bytes">{direction === 'connection' ? '' : `${bytes.toLocaleString('en')} B`}</span>
          <span className="ink-line-what">
            {who && <em>{who}</em>} {what}
          </span>
        </li>
      ))}
      {lines.length === 0 && <li className="ink-line-none">Nothing has passed yet.</li>}
    </ol>
  )
}

function CopyTrace({ sync, lines }: { readonly sync: Sync; readonly lines: readonly InspectedEntry[] }) {
  const [copied, setCopied] = useState<boolean | null>(null)
  const copy = () => void copyText(traceOf(sync, lines)).then(setCopied)
  if (copied === false)
    return (
      <textarea
        className="ink-inspector-trace"
        readOnly
        aria-label="Trace"
        value={traceOf(sync, lines)}
        ref={selectAll}
      />
    )
  return (
    <IconButton label={copied ? 'Copied' : 'Copy the trace'} onClick={copy}>
      {copied ? <Check size={16} strokeWidth={1.75} /> : <Copy size={16} strokeWidth={1.75} />}
    </IconButton>
  )
}

function selectAll(area: HTMLTextAreaElement | null): void {
  area?.select()
}

/** Text for a report of what happened; neither content nor secrets are in it. */
function traceOf({ status, wire }: Sync, lines: readonly InspectedEntry[]): string {
  const { connection, transport, roundTripMs, edits } = status
  const reason = fallbackReason(wire.events, transport)
  const { in: received, out: sent } = wire.counts
  return [
    `${connection}, ${transport ?? 'no transport'}${reason ? ` (WebSocket: ${reason})` : ''}, round trip ${roundTripMs ?? '?'} ms`,
    `edits: ${edits.device} on this device, ${edits.received} received, ${edits.saved} saved`,
    `in ${received.messages} messages, ${received.bytes} bytes; out ${sent.messages} messages, ${sent.bytes} bytes`,
    ...lines.map(lineOf),
  ].join('\n')
}
