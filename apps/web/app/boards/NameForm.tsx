import { limits } from '@inkbridge/types'

interface NameFormProps {
  readonly label: string
  /** The name until now; empty for something new. */
  readonly name: string
  /** Called once, with the trimmed name; null: it stays as it was. */
  readonly onDone: (name: string | null) => void
}

/** A field for the name of a board or a folder, in its place. Enter and leaving it accept, Escape does not. */
export function NameForm({ label, name, onDone }: NameFormProps) {
  const finish = (value: string) => {
    const next = value.trim()
    onDone(next !== '' && next !== name ? next : null)
  }
  return (
    <form
      className="site-name-form"
      onSubmit={(event) => {
        event.preventDefault()
        finish(new FormData(event.currentTarget).get('name') as string)
      }}
    >
      <input
        name="name"
        aria-label={label}
        defaultValue={name}
        maxLength={limits.maxTitleLength}
        autoComplete="off"
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') onDone(null)
        }}
      />
    </form>
  )
}
