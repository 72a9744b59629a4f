import { BoardTexts, useCatalogue } from '../locale/locale.ts'
import { Profile as InnerProfile, type ProfileProps } from './Profile.tsx'

/** The person's own face, as on a board, for pages around the boards; there once its texts are loaded. */
export function Profile({ locale, ...props }: ProfileProps & { readonly locale: string }) {
  const messages = useCatalogue(locale)
  if (!messages) return null
  return (
    <BoardTexts locale={locale} messages={messages}>
      <InnerProfile {...props} />
    </BoardTexts>
  )
}
