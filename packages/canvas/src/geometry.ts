export {
  around,
  boxOf,
  contains,
  grow,
  intersection,
  middleOf,
  overlaps,
  placeBox,
  resizedAbout,
  rotateAbout,
  turned,
  union,
} from './geometry/box.ts'
export { intersectionOf } from './geometry/convex.ts'
export { alongCubic } from './geometry/cubic.ts'
export { decimals } from './geometry/decimals.ts'
export { cheapestRoute, crossingCost, type Grid, type Port, tieCost } from './geometry/orthogonal.ts'
export { Path } from './geometry/path.ts'
export {
  firstMeeting,
  isCrossed,
  isInside,
  isNear,
  nearestOn,
  type Polyline,
  type Rect,
  sidesOf,
  touchesBox,
} from './geometry/polyline.ts'
export { recognize } from './geometry/recognize.ts'
export { sweptIntervals } from './geometry/swept.ts'
