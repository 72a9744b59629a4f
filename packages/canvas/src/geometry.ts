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
  turned,
  twist,
  union,
} from './geometry/box.ts'
export { commonOf } from './geometry/convex.ts'
export { alongCubic } from './geometry/cubic.ts'
export { cheapestRoute, crossingCost, type Grid, hair, type Port } from './geometry/orthogonal.ts'
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
