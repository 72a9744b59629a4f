export type { EventStreams } from './event-stream.ts'
export { watchChanges } from './watch-changes.ts'
