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
export { figureData, hasStraightSides } from './shapes/box-shape/contours.ts'
export {
  captionOf,
  connects,
  effortOf,
  hasEditableText,
  hasInside,
  hasRoom,
  isBindable,
  isContainer,
  isErasableInParts,
  isLive,
  isOfKind,
  isSizedByText,
  nextOf,
  propOf,
  stylesOf,
  titleOf,
  usualOf,
} from './shapes/capabilities.ts'
export { drawingOf, drawn } from './shapes/drawn.ts'
export { extentOf, haloOf, nearestOutline, ownExtentOf, selectionBox, toLocal } from './shapes/extents.ts'
export { hitOf, isCrossedBy, isEmptyInside, isEnclosed, isOnHandle, isOver, touches } from './shapes/hits.ts'
export { inkColor, lookOf, piecesOf } from './shapes/ink/ink-kind.ts'
export { styled } from './shapes/ink/pen-style.ts'
export { closestFor, Smoother, type Spine } from './shapes/ink/spine.ts'
export { addStroke } from './shapes/ink/stroke-path.ts'
export type {
  Attribution,
  DrawContext,
  Drawing,
  Hit,
  Kind,
  KindField,
  KindOnCanvas,
  Kinds,
  Lane,
  NextShape,
  ResolveContext,
} from './shapes/kind.ts'
export { areBuiltIn, builtIn, builtInKinds, createKinds } from './shapes/kinds.ts'
export { headPicture } from './shapes/line/heads.ts'
export { jumpReach } from './shapes/line/jumps.ts'
export { boundBy } from './shapes/line/line-kind.ts'
export { halfWay } from './shapes/line/line-label.ts'
export { lineThrough, worldPoints } from './shapes/line/line-points.ts'
export { linkAt, linkMarkOf } from './shapes/link-mark.ts'
export { attributedNote, notePlace, noteSide } from './shapes/note-kind.ts'
export { isDerived, resolved, shown } from './shapes/resolve.ts'
export { bottomToTop, StackingOrder } from './shapes/stacking.ts'
export { styleKeys, usualOfAll } from './shapes/style-keys.ts'
export { toStored } from './shapes/to-stored.ts'
export { hasText, itemAt, linesOf, textLinkAt, textSizeOf, wordsColorOf, wordsOf } from './shapes/words.ts'
