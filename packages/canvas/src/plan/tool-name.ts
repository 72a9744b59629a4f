import type { BoxedKind } from '@inkbridge/types'

type BuiltInToolName =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'pen'
  | 'shape-pen'
  | 'highlighter'
  | 'eraser'
  | 'part-eraser'
  | 'line'
  | 'arrow'
  | 'bucket'
  | 'eyedropper'
  | 'laser'
  | 'text'
  | 'note'
  | 'frame'
  | BoxedKind

/** An id defined by a host: it has a dot, as in `acme.stamp`, so that it never clashes with a built-in one. */
export type HostId = `${string}.${string}`

export type ToolName = BuiltInToolName | HostId

export function isHostId(id: string): id is HostId {
  return id.includes('.')
}
