/** Puts text on the clipboard; false where a page may not: on plain HTTP, and where the person refused. */
export async function copyText(text: string): Promise<boolean> {
  const done = navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  return (await done) ?? false
}
