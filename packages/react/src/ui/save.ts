/** Downloads a file named after a board's title. Returns the suggested name. */
export function saveFile(file: Blob, title: string, suffix: string): string {
  const name = `${title.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'board'}.${suffix}`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return name
}
