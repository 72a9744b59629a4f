import type { AssetRefusal } from './asset-messages.ts'

/** An upload is refused while it is converted. */
export class Refused extends Error {
  readonly refusal: AssetRefusal

  constructor(refusal: AssetRefusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}
