export { type Composition, caretIn, rangeIn, roomBeside } from './text/caret.ts'
export type { MeasuringContext, TextMeasure } from './text/engine.ts'
export { type FontFile, fontFilesIn, rangesOf } from './text/font-files.ts'
export { createFonts, type Fonts, loadedFonts } from './text/font-resources.ts'
export { cssFont, type Face, type Family, families } from './text/fonts.ts'
export { type Format, type FormatId, formats, hasFormat, type TextFacts } from './text/format.ts'
export { createTextLayout, type TextLayout, wordless } from './text/layout.ts'
export { headingSizes, type LaidLine, type LaidRun, lineHeight, listIndent } from './text/lines.ts'
export { linkedRuns, linkedText, onlyAddress } from './text/links.ts'
export { boardFonts, fontSource, pageFontFiles } from './text/page-fonts.ts'
export { canvasMeasure, createPageLayout } from './text/page-layout.ts'
export {
  boxOfCheck,
  itemAt,
  lineLeft,
  markerMiddle,
  noWords,
  type Room,
  runAt,
  type Words,
  wordsBox,
  wordsIn,
} from './text/shape-words.ts'
