import type { BesideBoard, BoardDialog, GivenPdf, InlineField, Preferences, Toast, Ui } from './create-ui.ts'

/** Shows a toast, replacing the previous one. */
export function showToast(ui: Ui, toast: Toast): void {
  ui.change({ toast })
}

/** Closes a dialog, unless another one is open by now. */
export function closeDialog(ui: Ui, dialog: BoardDialog): void {
  if (ui.state().dialog === dialog) ui.change({ dialog: null })
}

/** Asks which pages of PDF files to add, after those it asks for already. */
export function askForPages(ui: Ui, given: readonly GivenPdf[]): void {
  const { dialog, pdfs } = ui.state()
  ui.change({ dialog: 'pdf', pdfs: dialog === 'pdf' ? [...pdfs, ...given] : given })
}

/** Closes the dialog for a PDF, or goes on to the next one. */
export function finishPdf(ui: Ui): void {
  const [, ...pdfs] = ui.state().pdfs
  ui.change({ pdfs })
  if (pdfs.length === 0) closeDialog(ui, 'pdf')
}

/** Closes a text field, unless another one is open by now. */
export function closeField(ui: Ui, type: InlineField['type']): void {
  if (ui.state().field?.type === type) ui.change({ field: null })
}

/** Opens a part beside the board, or closes it. */
export function show(ui: Ui, part: BesideBoard, isOpen = true): void {
  const { beside } = ui.state()
  if (isOpen === beside.includes(part)) return
  ui.change({ beside: isOpen ? [...beside, part] : beside.filter((each) => each !== part) })
}

export function setPreferences(ui: Ui, part: Partial<Preferences>): void {
  ui.change({ preferences: { ...ui.state().preferences, ...part } })
}
