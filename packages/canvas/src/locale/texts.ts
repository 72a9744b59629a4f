/** The texts of one language; `{kind}` is replaced. */
export interface LabelTexts {
  readonly text: string
  readonly frame: string
  readonly unsupported: string
  readonly unsupportedKind: string
}
