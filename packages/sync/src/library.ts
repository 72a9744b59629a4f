/**
 * The person's library on this device: items that can be added to any board. Apart from the main door, because a page
 * loads it only when it is opened.
 *
 * @packageDocumentation
 */
export { type KeptItem, type LibraryStore, openLibrary } from './local.ts'
