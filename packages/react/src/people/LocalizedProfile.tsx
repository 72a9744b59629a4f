import { BoardTexts, useCatalogue } from '../locale/locale.ts'
import { Profile as InnerProfile, type ProfileProps } from './Profile.tsx'

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
