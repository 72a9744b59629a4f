import type { AssetId } from '@inkbridge/types'
import type { AssetServer } from './asset-server.ts'
import { trouble, type UploadAnswer } from './upload-answer.ts'

/** Sent at once; common proxies accept a body of a million bytes. */
export const pieceBytes = 900_000
/** Answers of one attempt that bring it no further. */
const maxStrikes = 3
/** Attempts in which the server contradicts itself. */
const maxContradictions = 3

export type AttemptResult =
  | { readonly type: 'done' }
  /** It may go on later, from where it is. */
  | { readonly type: 'paused' }
  | Extract<UploadAnswer, { readonly type: 'refused' | 'trouble' }>

/** The surroundings of one attempt. */
export interface Attempt {
  readonly server: AssetServer
  /** Ends it. */
  readonly signal: AbortSignal
  /** Asked before each piece. */
  mayGoOn(): boolean
  /** The server has this many bytes. */
  sent(bytes: number): void
}

/** The upload of one asset, in any number of attempts. */
export class AssetUpload {
  readonly #asset: AssetId
  #mismatches = 0
  #contradictions = 0

  constructor(asset: AssetId) {
    this.#asset = asset
  }

  /** Sends pieces until the server has all of it, or something is in the way. Never rejects. */
  async attempt(file: Blob, { server, signal, mayGoOn, sent }: Attempt): Promise<AttemptResult> {
    const { size: length } = file
    let offset = length > pieceBytes ? await this.#offset(file, server, signal) : 0
    for (let strikes = 0; strikes < maxStrikes; ) {
      if (signal.aborted || !mayGoOn()) return { type: 'paused' }
      sent(offset)
      const bytes = file.slice(offset, offset + pieceBytes)
      const answer = await server.put({ asset: this.#asset, bytes, offset, length }, signal)
      if (answer.type === 'complete') return { type: 'done' }
      if (answer.type === 'refused' || answer.type === 'trouble') return answer
      if (answer.type === 'mismatch' && this.#isMismatchFinal()) return refused('hash-mismatch')
      const next = answer.type === 'offset' ? answer.offset : 0
      if (next > length) return this.#contradicted()
      if (next <= offset && answer.type === 'offset') strikes += 1
      offset = next
    }
    return this.#contradicted()
  }

  /** Asks the server for an asset whose bytes are no longer here. Never rejects. */
  async confirm(length: number, { server, signal }: Attempt): Promise<AttemptResult> {
    const answer = await server.put({ asset: this.#asset, bytes: new Blob(), offset: length, length }, signal)
    if (answer.type === 'complete') return { type: 'done' }
    return answer.type === 'trouble' ? answer : refused('missing')
  }

  async #offset({ size }: Blob, server: AssetServer, signal: AbortSignal): Promise<number> {
    const offset = (await server.offset(this.#asset, signal)) ?? 0
    return offset <= size ? offset : 0
  }

  /** The first time, the bytes may have been damaged on their way. */
  #isMismatchFinal(): boolean {
    this.#mismatches += 1
    return this.#mismatches > 1
  }

  #contradicted(): AttemptResult {
    this.#contradictions += 1
    return this.#contradictions < maxContradictions ? trouble('no-answer') : refused('no-answer')
  }
}

function refused(problem: string): AttemptResult {
  return { type: 'refused', problem }
}
