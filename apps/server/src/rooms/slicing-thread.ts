import { answer, computeInBackground } from '../threads.ts'
import { sliced } from './slicer.ts'

computeInBackground()
answer(sliced)
