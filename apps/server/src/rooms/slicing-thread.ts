import { answer, computeInBackground } from '../threads/answer.ts'
import { sliced } from './slicer.ts'

computeInBackground()
answer(sliced)
