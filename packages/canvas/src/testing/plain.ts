import type { DrawContext } from '../shapes/kind.ts'
import { builtInKinds } from '../shapes/kinds.ts'
import { wordless } from '../text/layout.ts'

/** The built-in kinds, without text layout. */
export const plain: DrawContext = { kinds: builtInKinds, layout: wordless }
