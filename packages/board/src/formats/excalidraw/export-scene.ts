import { documentKey, imageRecord, isStroke, lineRecord, seedOf } from '@inkbridge/types'
import { eachOf, inSlices, type Steps } from '../../slices.ts'
import type { Exported, Report } from '../format.ts'
import { toDataUrl } from './data-url.ts'
import { type Entries, type Entry, entrySteps, same } from './entries.ts'
import { dataOf, formatName, type Trailing } from './kept.ts'
import { hasElement } from './polygons.ts'
import { idOf, isRaw, listIn, numberIn, type Raw, rawOf, textIn, typeOf, valueIn } from './raw.ts'
import { boundChanges, neededBy, parentChanges, type WrittenEntry } from './relations.ts'
import { Tally } from './tally.ts'
import { furtherPieces } from './write-ink.ts'
import { indexed, ordered } from './write-order.ts'
import { elementOf } from './write-shape.ts'
import { isRich, labelOf } from './write-text.ts'

/** A board as a drawing. */
export interface ExportedScene {
  readonly elements: readonly Raw[]
  readonly files: Raw
  /** The other keys of a file. */
  readonly document: Raw
  readonly report: Report
}

/** Writes shapes as elements: those that came from a drawing as they are there, but for what has changed. */
export async function exportScene(board: Exported): Promise<ExportedScene> {
  const document = documentOf(board)
  const { entries, written } = await inSlices(writtenSteps(board), board.signal)
  const { files, missing } = await filesOf(written, board)
  const elements = ordered(written, document.before)
  const tally = new Tally()
  const count = ({ entry }: WrittenEntry) =>
    tally.add(approximationsOf(entry), missing.has(entry.id) ? 'missing-image' : null)
  await inSlices(eachOf(written, count), board.signal)
  return {
    elements: indexed(elements, isUnchanged(entries.all)),
    files,
    document: document.document,
    report: tally.report(),
  }
}

interface WrittenBoard {
  readonly entries: Entries
  readonly written: readonly WrittenEntry[]
}

function* writtenSteps(board: Exported): Steps<WrittenBoard> {
  const entries = yield* entrySteps(board)
  const plain: WrittenEntry[] = []
  yield* eachOf(entries.all, (entry) => plain.push(writtenEntry(entry, entries)))
  return { entries, written: yield* relationSteps(plain) }
}

function writtenEntry(entry: Entry, entries: Entries): WrittenEntry {
  const element = { ...elementOf(entry, entries), ...parentChanges(entry, entries) }
  const { shown } = entry
  const label = labelOf(entry, element, entries)
  if (label && !entry.kept && typeOf(element) === 'line' && !lineRecord.is(shown))
    return { entry, ...grouped(element, label), others: [] }
  return {
    entry,
    element,
    label,
    others: isStroke(shown) ? furtherPieces({ ...entry, shown }, element, entries) : [],
  }
}

/** A closed line and the text in it: Excalidraw has no text in lines, so they form a group. */
function grouped(element: Raw, label: Raw): { readonly element: Raw; readonly label: Raw } {
  const groupIds = [`${idOf(element)}-group`, ...listIn(element, 'groupIds')]
  return { element: { ...element, groupIds }, label: { ...label, groupIds, containerId: null } }
}

/** The same with lists of bound elements, and with a higher version for each element that has changed. */
function* relationSteps(written: readonly WrittenEntry[]): Steps<readonly WrittenEntry[]> {
  const all = written.flatMap(({ entry, element, label }) => [
    element,
    ...(label ? [label] : []),
    ...trailing(entry.kept?.trail ?? []),
  ])
  const bound = { needed: neededBy(written), written: new Map(all.map((each) => [idOf(each) ?? '', each])) }
  const related: WrittenEntry[] = []
  yield* eachOf(written, (each) => {
    const { entry, element, label } = each
    const ends = danglingEnds(element, entry, bound.written)
    const whole = { ...element, ...ends, ...boundChanges(entry, element, bound) }
    related.push({
      ...each,
      element: versioned(whole, entry.kept?.element ?? null),
      label: label && versioned(label, entry.kept?.label ?? null),
    })
  })
  return related
}

function trailing(trail: readonly Trailing[]): readonly Raw[] {
  return trail.flatMap((each) => ('element' in each ? [each.element] : []))
}

/** Ends of arrows whose element is neither in the file nor was missing in the drawing. */
function danglingEnds(element: Raw, { kept }: Entry, written: ReadonlyMap<string, Raw>): Raw {
  const keys = ['startBinding', 'endBinding'].filter((key) => {
    const to = textIn(rawOf(valueIn(element, key)), 'elementId')
    return to !== null && !written.has(to) && !kept?.absent.includes(to)
  })
  return Object.fromEntries(keys.map((key) => [key, null]))
}

function versioned(element: Raw, original: Raw | null): Raw {
  if (!original || same(element, original)) return element
  const version = numberIn(original, 'version', 1) + 1
  return { ...element, version, versionNonce: seedOf(`${idOf(element)} ${version}`) }
}

/** Whether all shapes are those of one drawing in their order. */
function isUnchanged(entries: readonly Entry[]): boolean {
  return entries.every(({ kept }, index) => kept !== null && kept.position > (entries[index - 1]?.kept?.position ?? -1))
}

function documentOf({ foreignOf }: Exported): { readonly document: Raw; readonly before: readonly Trailing[] } {
  const foreign = foreignOf(documentKey(formatName))
  const data = (foreign && dataOf(foreign)) ?? {}
  const before = listIn(data, 'before').flatMap((each): readonly Trailing[] => {
    const [element, container] = [valueIn(rawOf(each), 'element'), textIn(rawOf(each), 'labelOf')]
    return isRaw(element) ? [{ element }] : container === null ? [] : [{ labelOf: container }]
  })
  return { document: rawOf(valueIn(data, 'document')), before }
}

/** The pictures of images as `data:` addresses, each once. */
async function filesOf(written: readonly WrittenEntry[], board: Exported) {
  const files: Record<string, Raw> = {}
  const missing = new Set<string>()
  for (const { entry, element } of written) {
    const fileId = textIn(element, 'fileId')
    const { shown, kept } = entry
    if (!imageRecord.is(shown) || fileId === null || Object.hasOwn(files, fileId)) continue
    const asset = await board.asset(shown.asset)
    if (!asset) missing.add(entry.id)
    else {
      const file = kept?.picture?.asset === shown.asset ? kept.picture.file : { created: 1 }
      files[fileId] = { mimeType: asset.type, id: fileId, ...file, dataURL: toDataUrl(asset) }
    }
  }
  return { files, missing }
}

function approximationsOf({ shown, kept, reading }: Entry) {
  const { kind, text, style } = shown
  const isRewritten = text && isRich(text) && !same(text, reading?.text)
  return [
    ...(hasElement(kind) || kept ? [] : ['shape' as const]),
    ...(isRewritten ? ['text-style' as const] : []),
    ...(style.font === 'serif' ? ['font' as const] : []),
    ...(isStroke(shown) && style.nib ? ['stroke' as const] : []),
  ]
}
