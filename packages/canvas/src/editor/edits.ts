import type { Board } from '@inkbridge/board'
import type { Edit, ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { isContainer } from '../shapes.ts'
import { reparent, reparentContents } from '../tools.ts'

interface Place {
  readonly board: Board
  readonly scene: Scene
}

/**
 * Applies edits of resolved shapes, except those of locked shapes, with their consequences: lines are unbound from
 * deleted shapes, contents of deleted frames are reparented, and moved shapes go into the frame they are over.
 *
 * @param continues the edits join the previous undo step
 */
export function applyEdits(edits: readonly Edit[], { board, scene }: Place, continues: boolean): void {
  const allowed = edits.filter((edit) => isFree(edit, scene)).flatMap((edit) => storedEdits(edit, scene))
  const deleted = allowed.flatMap((edit) => (edit.type === 'delete' ? [edit.id] : []))
  const kept = deleted.length > 0 && scene.hasFrames ? reparentContents(deleted, { scene, groups: board }) : []
  const all = deleted.length > 0 ? [...scene.unbindFrom(deleted), ...kept, ...allowed] : allowed
  if (all.length > 0) board.apply(all, { continues })
  const moved = scene.hasFrames ? allowed.flatMap((edit) => movedBy(edit, scene)) : []
  const reparented = moved.length > 0 ? reparent(moved, { scene, groups: board }) : []
  if (reparented.length > 0) board.apply(reparented, { continues: true })
}

/**
 * Converts an edit of resolved shapes to edits of stored ones; a line copied without its shapes stays where it is
 * shown.
 */
function storedEdits(edit: Edit, scene: Scene): readonly Edit[] {
  if (edit.type !== 'copy') return [scene.toStored(edit)]
  const copies = new Map(edit.ids.flatMap((id, at) => (edit.copies[at] ? [[id, edit.copies[at]] as const] : [])))
  return [edit, ...scene.copyAsShown(copies, edit.by)]
}

/** A locked shape can only be unlocked. */
function isFree(edit: Edit, scene: Scene): boolean {
  return edit.type === 'flags' || !('id' in edit) || !scene.get(edit.id)?.locked
}

/**
 * Returns the shapes that an edit moves, which may be over another frame now; a new frame takes its contents itself.
 */
function movedBy(edit: Edit, scene: Scene): readonly ShapeId[] {
  switch (edit.type) {
    case 'create':
      return isContainer(scene.get(edit.shape.id), scene.kinds) ? [] : [edit.shape.id]
    case 'copy':
      return edit.copies
    case 'place':
    case 'bind':
    case 'ink-seal':
      return [edit.id]
    case 'props':
      return edit.at ? [edit.id] : []
    default:
      return []
  }
}
