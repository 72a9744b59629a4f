/**
 * The Inkbridge whiteboard as a React component. Bring its style sheet along: `@inkbridge/react/style.css`.
 *
 * @packageDocumentation
 */
export {
  builtInCommands,
  builtInTools,
  type Command,
  type HostId,
  type Kinds,
  type Pointer,
  type Theme,
  type ToolEntry,
  type View,
} from '@inkbridge/canvas'
export { type BoardSession, openSession } from './session.ts'
export { useEditorState, usePeers, useSyncStatus } from './ui/ui.ts'
export { Whiteboard, type WhiteboardProps } from './whiteboard/Whiteboard.tsx'
