import type { LabelTexts } from './texts.ts'

export const en: LabelTexts = {
  text: 'Text',
  frame: 'Frame',
  unsupported: 'Unsupported shape',
  unsupportedKind: 'Unsupported shape: {kind}',
}
