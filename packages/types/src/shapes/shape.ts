import type { Place } from '../geometry.ts'
import type { ShapeId } from '../ids.ts'
import type { Style } from '../style.ts'
import type { RichText } from '../text.ts'

/** What every shape has, as a plain record. */
export interface ShapeBase {
  readonly id: ShapeId
  readonly kind: string
  readonly at: Place
  readonly style: Style
  /** Fractional index: who lies above whom; ties go by id. */
  readonly order: string
  /** The frame it is in, alone or in a group. */
  readonly frame?: ShapeId
  /** As it is shown: the places of the frames it is in, beyond which nothing of it is seen. Never in a document. */
  readonly clips?: readonly Place[]
  /** The group or frame it says it is in, which may be there no more: `Board.groupsOf` tells. */
  readonly parent?: ShapeId
  /** It stays as it is until it is unlocked. */
  readonly locked?: true
  /** It is not shown. */
  readonly hidden?: true
  /** Where a click on its link goes: an address that is safe to follow, as `parseLink` gives it. */
  readonly link?: string
  /** What is written in it; absent: nothing. */
  readonly text?: RichText
}

const maxLinkLength = 2_048

/** An address that may be followed: of the web, of mail, or of a place on this board (`#…`); null for any other. */
export function parseLink(input: unknown): string | null {
  if (typeof input !== 'string' || input.length > maxLinkLength) return null
  const text = input.trim()
  if (text.startsWith('#') && text.length > 1) return text
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const { protocol, href, hostname } = new URL(address)
  if (protocol === 'mailto:') return href
  return (protocol === 'https:' || protocol === 'http:') && (hostname.includes('.') || hostname === 'localhost')
    ? href
    : null
}
