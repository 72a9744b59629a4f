export { WordFinder } from '@inkbridge/canvas/fold'
