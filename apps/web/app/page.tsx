import { BoardsPage } from './boards/boards.tsx'
import { located } from './locale/catalogues.ts'
import { SiteTexts } from './locale/site-words.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <BoardsPage />
    </SiteTexts>
  )
}
