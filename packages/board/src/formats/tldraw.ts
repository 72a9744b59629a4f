export { tldrawReader } from './tldraw/read-file.ts'
export { tldrawWriter } from './tldraw/write-file.ts'
