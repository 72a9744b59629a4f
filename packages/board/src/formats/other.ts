export { unreadableReaders } from './other/unreadable.ts'
