export { type BesideBoard, type BoardDialog, createUi, type Preferences } from './create-ui.ts'
export { type OpenBoard, OpenBoardContext, report, useDialog, useOpenBoard, useUi } from './open-board.ts'
export { useStoredPreferences, useStoredSettings } from './preferences.ts'
