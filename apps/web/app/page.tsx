import { Boards } from './Boards.tsx'
import { located } from './locale/catalogues.ts'
import { SiteTexts } from './locale/site-words.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <Boards />
    </SiteTexts>
  )
}
