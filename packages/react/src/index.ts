/**
 * The Inkbridge whiteboard as a React component. Bring its style sheet along: `@inkbridge/react/style.css`.
 *
 * @packageDocumentation
 */
export type { Theme } from '@inkbridge/canvas'
export { useEditorState, usePeers, useSyncStatus } from './hooks.ts'
export { type BoardSession, openSession } from './session.ts'
export { Whiteboard, type WhiteboardProps } from './Whiteboard.tsx'
