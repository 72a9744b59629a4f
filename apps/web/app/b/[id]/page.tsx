import { parseBoardId } from '@inkbridge/types'
import { notFound } from 'next/navigation'
import { BoardPage } from './BoardPage.tsx'

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const board = parseBoardId((await params).id)
  if (!board) notFound()
  return <BoardPage board={board} />
}
