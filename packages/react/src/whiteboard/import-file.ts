import { type OpenBoard, report, say } from '../ui/ui.ts'

/** Lets the person choose a board file, and adds what is in it to the board. */
export function importFile({ api, board, ui }: OpenBoard): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const text = input.files?.[0]?.text()
    text
      ?.then((text) => api.import(board, text))
      .then(
        ({ shapes: count }) => say(ui, ({ t }) => t('hint.imported', { count })),
        (error: Error) => report(ui, error),
      )
  })
  input.click()
}
