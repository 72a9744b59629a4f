import { located } from '../locale/catalogues.ts'
import { SiteTexts } from '../locale/site-words.tsx'
import { SignIn } from './SignIn.tsx'

export default async function Page() {
  return (
    <SiteTexts {...(await located())}>
      <SignIn />
    </SiteTexts>
  )
}
