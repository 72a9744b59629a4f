import type { Board } from '@inkbridge/board'
import type { Edit, ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { isContainer } from '../shapes.ts'
import { adopted, reparentContents } from '../tools.ts'

interface Place {
  readonly board: Board
  readonly scene: Scene
}

/**
 * Applies edits of shapes as they are shown: without those of locked shapes, with what follows from them. Lines are
 * unbound from what is deleted, what was in a frame that is deleted alone goes into the one around it, and what moved
 * into the frame it is over.
 *
 * @param continues they belong to the undo step before
 */
export function applyEdits(edits: readonly Edit[], { board, scene }: Place, continues: boolean): void {
  const allowed = edits.filter((edit) => isFree(edit, scene)).flatMap((edit) => storedEdits(edit, scene))
  const deleted = allowed.flatMap((edit) => (edit.type === 'delete' ? [edit.id] : []))
  const kept = deleted.length > 0 && scene.hasFrames ? reparentContents(deleted, { scene, groups: board }) : []
  const all = deleted.length > 0 ? [...scene.letGo(deleted), ...kept, ...allowed] : allowed
  if (all.length > 0) board.apply(all, { continues })
  const moved = scene.hasFrames ? allowed.flatMap((edit) => movedBy(edit, scene)) : []
  const reparented = moved.length > 0 ? adopted(moved, { scene, groups: board }) : []
  if (reparented.length > 0) board.apply(reparented, { continues: true })
}

/** What an edit of shapes as they are shown does to the board: a copy of a line alone is where the line is seen. */
function storedEdits(edit: Edit, scene: Scene): readonly Edit[] {
  if (edit.type !== 'copy') return [scene.stored(edit)]
  const copies = new Map(edit.ids.flatMap((id, at) => (edit.copies[at] ? [[id, edit.copies[at]] as const] : [])))
  return [edit, ...scene.asSeen(copies, edit.by)]
}

/** A locked shape can only be unlocked. */
function isFree(edit: Edit, scene: Scene): boolean {
  return edit.type === 'flags' || !('id' in edit) || !scene.get(edit.id)?.locked
}

/** The shapes that are elsewhere after an edit, and so perhaps over another frame; a new frame takes its own contents. */
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
