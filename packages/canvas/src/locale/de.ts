import type { LabelTexts } from './texts.ts'

export const de: LabelTexts = {
  text: 'Text',
  frame: 'Rahmen',
  unsupported: 'Nicht unterstützte Form',
  unsupportedKind: 'Nicht unterstützte Form: {kind}',
}
