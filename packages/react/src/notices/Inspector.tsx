import type { Sync, WireCounts } from '@inkbridge/sync'
import { FrameInspector, fallbackReason, type InspectedEntry, logOf } from '@inkbridge/sync/inspect'
import { Check, Copy, Pause, Play, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { copyText, useSyncStatus } from '../ui/ui.ts'

export interface InspectorProps {
  readonly sync: Sync
  /** The document's Yjs client id. */
  readonly clientId: () => number
  readonly onClose: () => void
}

/** Maximum number of lines kept; the oldest are removed. */
const maxLines = 500
/** Maximum number of lines shown. */
const maxShown = 200
const renderMs = 250
const rateMs = 1_000

const filters = {
  all: () => true,
  edits: ({ kind }: InspectedEntry) => edits.has(kind),
  people: ({ kind }: InspectedEntry) => people.has(kind),
  connection: ({ direction, kind }: InspectedEntry) => direction === 'connection' || signs.has(kind),
} as const
const edits: ReadonlySet<string> = new Set(['update', 'sync-step-1', 'sync-step-2', 'have', 'saved', 'chunk'])
const people: ReadonlySet<string> = new Set(['presence', 'awareness'])
const signs: ReadonlySet<string> = new Set(['hello', 'notice', 'ping', 'pong', 'unreadable', 'denied'])
type FilterName = keyof typeof filters

/** Live list of the messages of the connection. */
export default function Inspector({ sync, clientId, onClose }: InspectorProps) {
  const { t } = useWords()
  const [filter, setFilter] = useState<FilterName>('all')
  const [paused, setPaused] = useState(false)
  const lines = useLines(sync, clientId, paused)
  return (
    <section className="ink-card ink-inspector" aria-label={t('inspector.title')}>
      <header className="ink-inspector-head">
        <h2 className="ink-card-title">{t('inspector.title')}</h2>
        <CopyLog sync={sync} lines={lines} />
        <IconButton label={t(paused ? 'inspector.resume' : 'inspector.pause')} onClick={() => setPaused(!paused)}>
          {paused ? <Play size={16} strokeWidth={1.75} /> : <Pause size={16} strokeWidth={1.75} />}
        </IconButton>
        <IconButton label={t('inspector.close')} onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </IconButton>
      </header>
      <Figures sync={sync} />
      <fieldset className="ink-inspector-filters" aria-label={t('inspector.filters')}>
        {(Object.keys(filters) as FilterName[]).map((name) => (
          <button key={name} type="button" aria-pressed={name === filter} onClick={() => setFilter(name)}>
            {t(`inspector.filter.${name}`)}
          </button>
        ))}
      </fieldset>
      <Lines lines={lines.filter(filters[filter]).slice(-maxShown)} />
    </section>
  )
}

/** Returns the messages since the inspector was opened, oldest first. */
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
  const { t, format } = useWords()
  const { connection, transport, roundTripMs, edits, uploads } = useSyncStatus(sync)
  const rates = useRates(sync)
  const unsaved = edits.device + edits.received + uploads.pending + uploads.failed
  const reason = fallbackReason(sync.wire.events, transport)
  const perSecond = ({ messages, bytes }: WireCounts) =>
    t('inspector.rate', { messages: format.number(messages), bytes: format.bytes(bytes) })
  return (
    <dl className="ink-inspector-figures">
      <Figure
        label={t('inspector.transport')}
        value={t(transport ? `transport.${transport}` : `connection.${connection}`)}
      />
      <Figure label={t('inspector.roundTrip')} value={roundTripMs === null ? '–' : format.milliseconds(roundTripMs)} />
      <Figure label={t('inspector.in')} value={perSecond(rates.in)} />
      <Figure label={t('inspector.out')} value={perSecond(rates.out)} />
      <Figure label={t('inspector.unsaved')} value={format.number(unsaved)} />
      {reason && <Figure label={t('inspector.fallback')} value={reason} wide />}
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

/** Returns the traffic of the last second in both directions. */
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

const arrows = { in: '↓', out: '↑', connection: '·' } as const

/** Scrolls to new lines until the user scrolls up. */
function Lines({ lines }: { readonly lines: readonly InspectedEntry[] }) {
  const { t, format } = useWords()
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
          <time>{format.clock(at)}</time>
          <span aria-hidden="true">{arrows[direction]}</span>
          <b>{kind}</b>
          <span className="ink-line-bytes">{direction === 'connection' ? '' : format.bytes(bytes)}</span>
          <span className="ink-line-what">
            {who && <em>{who}</em>} {what}
          </span>
        </li>
      ))}
      {lines.length === 0 && <li className="ink-line-none">{t('inspector.none')}</li>}
    </ol>
  )
}

function CopyLog({ sync, lines }: { readonly sync: Sync; readonly lines: readonly InspectedEntry[] }) {
  const { t } = useWords()
  const [copied, setCopied] = useState<boolean | null>(null)
  const copy = () => void copyText(logOf(sync, lines)).then(setCopied)
  if (copied === false)
    return (
      <textarea
        className="ink-inspector-log"
        readOnly
        aria-label={t('inspector.log')}
        value={logOf(sync, lines)}
        ref={selectAll}
      />
    )
  return (
    <IconButton label={t(copied ? 'action.copied' : 'inspector.copy')} onClick={copy}>
      {copied ? <Check size={16} strokeWidth={1.75} /> : <Copy size={16} strokeWidth={1.75} />}
    </IconButton>
  )
}

function selectAll(area: HTMLTextAreaElement | null): void {
  area?.select()
}
