export {
  type DisplayItem,
  type ImageItem,
  type LeafItem,
  type LettersItem,
  type Look,
  type PathItem,
  walk,
} from './display/display-list.ts'
export { drawWords, wordsColor } from './display/draw-words.ts'
export {
  colorOf,
  fillTone,
  firstFill,
  highlightOf,
  noteOf,
  overPaper,
  palette,
  paperOf,
  type Theme,
  tintPart,
} from './display/palette.ts'
export { fontsUsed } from './display/used-fonts.ts'
export { type ImageWidth, imagesUsed, imageWidth, imageWidths } from './display/used-images.ts'
