export { copyText } from './copy.ts'
export { type BesideBoard, type BoardDialog, createUi, type Preferences } from './create-ui.ts'
export { useFinalFocus } from './focus.ts'
export {
  phonePx,
  useEditorState,
  useHasKeys,
  useMedia,
  useNarrow,
  usePeers,
  usePeople,
  useStore,
  useSyncStatus,
  useWidth,
} from './hooks.ts'
export { type OpenBoard, OpenBoardContext, report, useDialog, useOpenBoard, useUi } from './open-board.ts'
export { isClear, observeOpenOver, openOver } from './open-over.ts'
export { PortalRoot, usePortalRoot } from './portal.ts'
export { useStoredPreferences, useStoredSettings } from './preferences.ts'
export { saveFile } from './save.ts'
export { useSaveBoard } from './save-board.ts'
export { useScrollFade } from './scroll-fade.ts'
