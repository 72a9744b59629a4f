import { parseBoardId } from '@inkbridge/types'
import { notFound } from 'next/navigation'
import { located } from '../../locale/catalogues.ts'
import { BoardPage } from './BoardPage.tsx'

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const board = parseBoardId((await params).id)
  if (!board) notFound()
  const { locale, messages } = await located()
  const texts = {
    title: messages['open.title'],
    unreachable: messages['open.unreachable'],
    exit: messages['open.exit'],
    password: {
      title: messages['linkPassword.title'],
      text: messages['linkPassword.text'],
      label: messages['linkPassword.label'],
      wrong: messages['linkPassword.wrong'],
      open: messages['linkPassword.open'],
      exit: messages['open.exit'],
    },
  }
  return <BoardPage board={board} locale={locale} texts={texts} />
}
