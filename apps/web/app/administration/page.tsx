import { located } from '../locale/catalogues.ts'
import { SiteTexts } from '../locale/site-words.tsx'
import { Administration } from './Administration.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <Administration />
    </SiteTexts>
  )
}
