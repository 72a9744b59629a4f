import { answerParent } from '../child.ts'

/** Never answers. */
answerParent((): never => {
  for (;;);
})
