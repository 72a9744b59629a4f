import { located } from '../locale/catalogues.ts'
import { SiteTexts } from '../locale/site-words.tsx'
import { AccountPage } from './AccountPage.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <AccountPage />
    </SiteTexts>
  )
}
