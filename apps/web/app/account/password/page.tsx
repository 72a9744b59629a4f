import { located } from '../../locale/catalogues.ts'
import { SiteTexts } from '../../locale/site-words.tsx'
import { SetPassword } from './SetPassword.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <SetPassword />
    </SiteTexts>
  )
}
