/** Copies text. Returns false if not allowed: on plain HTTP, or refused by the user. */
export async function copyText(text: string): Promise<boolean> {
  const done = navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  return (await done) ?? false
}
