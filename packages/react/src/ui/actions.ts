import type { BesideBoard, BoardDialog, InlineField, Preferences, Toast, Ui } from './create-ui.ts'

/** Shows a short message in place of the last one. */
export function say(ui: Ui, toast: Toast): void {
  ui.change({ toast })
}

/** Closes a dialog, unless another one is open by now. */
export function closeDialog(ui: Ui, dialog: BoardDialog): void {
  if (ui.state().dialog === dialog) ui.change({ dialog: null })
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

export function prefer(ui: Ui, part: Partial<Preferences>): void {
  ui.change({ preferences: { ...ui.state().preferences, ...part } })
}
