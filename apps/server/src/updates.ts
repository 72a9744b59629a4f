export {
  type ClientStructs,
  type Deletes,
  encodeUpdate,
  inOrder,
  merged,
  type Range,
  type Struct,
  writeDeletes,
} from './updates/update-parts.ts'
export { fitsOneSlice, scanUpdate, sliceLimits } from './updates/update-scan.ts'
export { slicesOf } from './updates/update-slices.ts'
