import { type Editor, pngOf } from '@inkbridge/canvas'
import type { KeptItem } from '@inkbridge/sync/library'
import { type RefObject, useEffect, useState } from 'react'
import { contentBoard } from '../files/files.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { imagesOf } from './library-items.ts'

/** Longer side of a picture for dense screens, pixels. */
const pictureSide = 240

/** Draws an item when its place comes into view. Returns the address of the picture; null: not drawn yet. */
export function useItemPicture(item: KeptItem, place: RefObject<HTMLElement | null>): string | null {
  const { editor } = useOpenBoard()
  const [address, setAddress] = useState<string | null>(null)
  const isSeen = useSeen(place)
  const { content } = item
  // biome-ignore lint/correctness/useExhaustiveDependencies: the images of an item change with its content only
  useEffect(() => {
    if (!isSeen) return
    let [drawn, isWanted]: [string | null, boolean] = [null, true]
    const show = (picture: Blob) => {
      if (!isWanted) return
      drawn = URL.createObjectURL(picture)
      setAddress(drawn)
    }
    pictureOf(item, editor).then(show, () => {})
    return () => {
      isWanted = false
      if (drawn) URL.revokeObjectURL(drawn)
    }
  }, [isSeen, content, editor])
  return address
}

/** Draws an item as on light paper, on which all colours can be seen. */
async function pictureOf(item: KeptItem, { kinds, layout }: Pick<Editor, 'kinds' | 'layout'>): Promise<Blob> {
  const board = contentBoard(item.content, kinds.records)
  if (!board) throw new Error(`expected shapes in the item ${item.id}`)
  return pngOf(board.shapes(), {
    ...{ theme: 'light', kinds, layout, paper: false, scale: 2 },
    maxSide: pictureSide,
    loadImage: imagesOf(item),
  })
}

/** Whether an element is, or was, in view. */
function useSeen(place: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
    })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [place])
  return isSeen
}
