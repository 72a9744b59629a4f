import { BoardTexts, useCatalogue } from '../locale/locale.ts'
import { Devices as InnerDevices } from './Devices.tsx'
import { Profile as InnerProfile, type ProfileProps } from './Profile.tsx'

export { forgetDevice } from '@inkbridge/sync'

/** The user's face, as on a board, for other pages; shown once its texts have loaded. */
export function Profile({ locale, ...props }: ProfileProps & { readonly locale: string }) {
  const messages = useCatalogue(locale)
  if (!messages) return null
  return (
    <BoardTexts locale={locale} messages={messages}>
      <InnerProfile {...props} />
    </BoardTexts>
  )
}

/** The browsers signed in as this person, for a page of the account. */
export function Devices({
  locale,
  api,
  onProblem,
}: Pick<ProfileProps, 'api' | 'onProblem'> & { readonly locale: string }) {
  const messages = useCatalogue(locale)
  if (!messages) return null
  return (
    <BoardTexts locale={locale} messages={messages}>
      <InnerDevices api={api} onProblem={onProblem} />
    </BoardTexts>
  )
}
