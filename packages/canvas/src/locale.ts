export { maxFrameLabel, type ShapeLabels, shapeLabels } from './locale/labels.ts'
