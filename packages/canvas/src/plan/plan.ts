import type { BoardFile } from '@inkbridge/board'
import type {
  Edit,
  InkName,
  Peer,
  PrincipalId,
  ScreenPoint,
  Shape,
  ShapeId,
  StyleChange,
  WorldPoint,
} from '@inkbridge/types'
import type { Offer } from '../paste.ts'
import type { SearchMatch } from '../scene/scene.ts'
import type { TextFacts } from '../text.ts'
import type { CameraMove } from '../viewport/viewport.ts'
import type { Draft } from './draft.ts'
import type { HostId, ToolName } from './tool-name.ts'

export type { Draft, Guide, Target } from './draft.ts'
export { type HostId, isHostId, type ToolName } from './tool-name.ts'

/** Requests to the interface around the canvas. */
export type UiRequest =
  | 'theme'
  | 'help'
  | 'palette'
  | 'zen'
  | 'link'
  | 'copy-link'
  | 'numbers'
  | 'minimap'
  | 'frame-name'
  | 'print'
  | 'print-frames'
  | 'search'
  | 'share'
  | 'export'
  | 'import'
  | 'image'
  | 'replace-image'
  | 'alt-text'
  | 'download-image'
  | 'copy-png'
  | 'copy-svg'
  | 'copy-excalidraw'
  | 'library'
  | 'add-to-library'
  | 'rename-board'
  | 'low-latency'
  | 'inspector'
  | 'outline'
  /** A request of a host's command to the host. */
  | HostId

/** Preferences that apply to every board. */
export interface Settings {
  /** Snap to objects. */
  readonly snaps: boolean
  /** Snap to grid. */
  readonly grid: boolean
  /** A marquee selects only fully enclosed shapes. */
  readonly wholly: boolean
  /** Lines jump over others that they cross. */
  readonly jumps: boolean
  /** The ink that tints the paper; null: none. */
  readonly paper: InkName | null
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The shape whose text is being edited here. */
export interface Written {
  readonly id: ShapeId
  /** Attributes of the selected text; null until the text editor has loaded. */
  readonly facts: TextFacts | null
}

/** Search results, and the index of the one that is shown. */
export interface Matches {
  readonly all: readonly SearchMatch[]
  readonly at: number
}

/** Changes of the document other than edits. */
export type DocumentChange =
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** The pasted shapes are selected; `middle` is where their middle goes, null: where they were copied from. */
  | { readonly type: 'paste'; readonly file: BoardFile; readonly middle: WorldPoint | null }

/**
 * What should happen, as plain data: tools, commands, text editing, search, following and presence return plans, and
 * only the editor commits them. What a plan leaves out stays as it is. The order of a commit: the gesture ends, the
 * tool is left, the document changes, the state is reduced, effects run.
 */
export interface Plan {
  /** One undo step; locked shapes are left alone. */
  readonly edits?: readonly Edit[]
  /** `edits` belong to the undo step before. */
  readonly continues?: boolean
  /** An undo step of its own, after that of `edits`. */
  readonly afterwards?: readonly Edit[]
  /** Edits by the text editor: applied even where the shape was locked meanwhile, so that no typed text is lost. */
  readonly typed?: readonly Edit[]
  readonly document?: DocumentChange
  readonly selection?: readonly ShapeId[]
  /** The group that is entered; null: it is left. */
  readonly entered?: ShapeId | null
  readonly tool?: ToolName
  /** The tool has made its shape: the select tool takes over, unless the tool is kept. */
  readonly done?: boolean
  readonly keepTool?: boolean
  /** A style for the selection, and for the next shape of the tool. */
  readonly style?: StyleChange
  /** The style picker was used on this shape. */
  readonly pick?: Shape
  readonly copiedStyle?: StyleChange
  readonly camera?: CameraMove
  /** A CSS cursor; null: that of the tool. */
  readonly cursor?: string | null
  readonly draft?: Draft
  /** A gesture begins or ends. */
  readonly gesture?: boolean
  /** Ends what the tool has begun, as it is or undone. */
  readonly end?: 'finish' | 'cancel'
  /** Undoes or redoes the last point of what the tool has begun. */
  readonly travel?: 'undo' | 'redo'
  /** The shape whose text is edited from now on; `at` in CSS pixels of the window, without it at the end of the text. */
  readonly write?: { readonly id: ShapeId; readonly at?: ScreenPoint | 'all' | undefined }
  /** Text editing began, ended or moved on. */
  readonly writing?: Written | null
  /** Adds a shape like the selected one in that direction, connected to it, and edits its text. */
  readonly beside?: Direction
  readonly matches?: (Matches & { readonly words: string }) | null
  readonly settings?: Partial<Settings>
  /** View mode. */
  readonly viewing?: boolean
  /** Whether the role allows editing. */
  readonly mayEdit?: boolean
  readonly penMode?: boolean
  readonly peers?: readonly Peer[]
  /** The person whose view is shown; null: nobody. */
  readonly follow?: PrincipalId | null
  readonly ask?: UiRequest
  /** The offer after a paste; null: none. */
  readonly offer?: Offer | null
  readonly clipboard?: 'cut' | 'copy' | 'paste' | 'paste-in-place'
  /** Where to paste; default: at the pointer once the clipboard has been read. */
  readonly pasteAt?: WorldPoint
  /** Opens the context menu. */
  readonly menu?: ScreenPoint
  readonly openLink?: string
  /** Reports something that could not be done. */
  readonly problem?: EditorProblem
}

/** Reasons that the interface has messages for. */
export type EditorProblem =
  | 'paste-blocked'
  | 'paste-unknown'
  | 'paste-newer'
  | 'paste-files'
  | 'image-broken'
  | 'image-large'
  | 'image-failed'
  | 'text-late'
  | 'text-full'
  | 'text-deleted'
  | 'text-locked'
