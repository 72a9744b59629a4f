/** Opens a file picker; `accept` as in HTML. Nothing is called when it is cancelled. */
export function pickFiles(accept: string, picked: (files: readonly File[]) => void, isMultiple = true): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = isMultiple
  input.addEventListener('change', () => {
    if (input.files && input.files.length > 0) picked([...input.files])
  })
  input.click()
}
