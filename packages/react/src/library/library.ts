export { addLibraryFile, addSelection } from './add-items.ts'
export { LibraryPanel } from './LibraryPanel.tsx'
