import { answer } from '../threads/answer.ts'
import { sliced } from './slicer.ts'

answer(sliced)
