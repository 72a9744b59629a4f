export {
  type Axis,
  align,
  distribute,
  type Edge,
  flip,
  flipped,
  grid,
  type Level,
  restack,
  stack,
  turn,
  turnedAbout,
  type Unit,
} from './shapes/arrange.ts'
export { boundsOf, obstacleOf, obstaclesAmong } from './shapes/bounds.ts'
export { figureData, hasStraightSides } from './shapes/boxed/contours.ts'
export {
  connects,
  effortOf,
  hasInside,
  hasRoom,
  isBindable,
  isCalled,
  isContainer,
  isErasableInParts,
  isSizedByText,
  isWet,
  nextOf,
  propOf,
  stylesOf,
  takesWords,
  titleOf,
  usualOf,
} from './shapes/capabilities.ts'
export { drawingOf, drawn } from './shapes/drawn.ts'
export { extentOf, haloOf, nearestOutline, ownExtentOf, selectionBox, untwisted } from './shapes/extents.ts'
export { hitOf, isCrossedBy, isEmptyInside, isEnclosed, isOnHandle, isOver, touches } from './shapes/hits.ts'
export { inkColor, lookOf, piecesOf } from './shapes/ink/ink-kind.ts'
export { styled } from './shapes/ink/pen-style.ts'
export { closestFor, Smoother, type Spine } from './shapes/ink/spine.ts'
export { addStroke } from './shapes/ink/stroke-path.ts'
export type {
  Around,
  DrawContext,
  Drawing,
  Hit,
  Kind,
  KindField,
  KindOnCanvas,
  Kinds,
  Lane,
  NextShape,
  Signed,
} from './shapes/kind.ts'
export { areBuiltIn, builtIn, builtInKinds, createKinds } from './shapes/kinds.ts'
export { headPicture } from './shapes/line/heads.ts'
export { jumpReach } from './shapes/line/jumps.ts'
export { halfWay, heldBy } from './shapes/line/line-kind.ts'
export { lineThrough, worldPoints } from './shapes/line/line-points.ts'
export { linkAt, linkMarkOf } from './shapes/link-mark.ts'
export { notePlace, noteSide, signedNote } from './shapes/note-kind.ts'
export { follows, settled, shown } from './shapes/settle.ts'
export { bottomToTop, StackingOrder } from './shapes/stacking.ts'
export { styleKeys, usualOfAll } from './shapes/style-keys.ts'
export { unsettled } from './shapes/unsettled.ts'
export { hasText, itemAt, linesOf, textLinkAt, wordsColorOf, wordsOf } from './shapes/words.ts'
