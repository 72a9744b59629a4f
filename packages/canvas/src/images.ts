export { type AssetPort, pageImages } from './images/asset-port.ts'
export { decodedImages } from './images/decoded-images.ts'
export {
  createImages,
  type ImageLoader,
  type Images,
  noImages,
} from './images/loaded-images.ts'
export { paintImage } from './images/paint-image.ts'
export { pixelsOf, portable } from './images/portable.ts'
export type { ImageProblem, ReadImage } from './images/read-image.ts'
export { inTurns } from './images/turns.ts'
