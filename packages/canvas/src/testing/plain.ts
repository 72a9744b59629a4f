import type { DrawContext } from '../shapes/kind.ts'
import { builtInKinds } from '../shapes/kinds.ts'
import { wordless } from '../text/layout.ts'

/** The built-in kinds, and no words in shapes. */
export const plain: DrawContext = { kinds: builtInKinds, layout: wordless }
