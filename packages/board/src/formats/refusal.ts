import { closeCodes, type RefusalReason, type Rejection } from '@inkbridge/types'

/** The refusal of a file: what is wrong with it, and that the board is as it was. */
export function refusal(reason: RefusalReason, message: string): Rejection {
  return { code: closeCodes.refused, reason, message: `${message} Nothing was changed.` }
}
