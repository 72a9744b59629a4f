/** The texts of one language; `{kind}` is filled in. */
export interface LabelTexts {
  readonly text: string
  readonly frame: string
  readonly unsupported: string
  readonly unsupportedKind: string
}
