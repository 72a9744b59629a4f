import { serve } from '../serve.ts'
import { twins } from './twins.ts'

/** Runs the server without the defence named by `INKBRIDGE_TEST_WITHOUT`. */
const name = process.env.INKBRIDGE_TEST_WITHOUT ?? ''
const seams = twins[name]
if (!seams) throw new Error(`INKBRIDGE_TEST_WITHOUT names no defence: ${name}`)
serve(seams)
