export { askForPages, closeDialog, closeField, finishPdf, setPreferences, show, showToast } from './actions.ts'
export { copyText } from './copy.ts'
export { type BesideBoard, type BoardDialog, createUi, type GivenPdf, type Preferences, type Ui } from './create-ui.ts'
export { useFinalFocus } from './focus.ts'
export {
  type AccountPage,
  type OpenBoard,
  OpenBoardContext,
  report,
  useDialog,
  useOpenBoard,
  useUi,
} from './open-board.ts'
export { isClear, observeOpenOver, openOver } from './open-over.ts'
export { pickFiles } from './pick-files.ts'
export { PortalRoot, usePortalRoot } from './portal.ts'
export { persistPreferences, persistSettings } from './preferences.ts'
export { saveFile } from './save.ts'
export { useScrollFade } from './scroll-fade.ts'
export { phonePx, useHasKeys, useNarrow, useWidth } from './use-device.ts'
export { useMedia } from './use-media.ts'
export { useEditorState, useStore } from './use-store.ts'
export { usePeers, usePeople, useSyncStatus, useUploads } from './use-sync.ts'
