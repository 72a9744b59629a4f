import { headingSizes, lineHeight, listIndent } from '../text.ts'

/**
 * The style that makes the field's lines equal those of `lines.ts`. A constructed style sheet, because policies may
 * refuse style elements.
 */
export function lineStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  const heading = (level: 1 | 2 | 3) =>
    `.ink-words p[data-heading="${level}"] { --ink-own: round(calc(var(--ink-size) * ${headingSizes[level]}), 1px); font-weight: var(--ink-bold); }`
  const indent = (level: number, isItem: boolean) =>
    `.ink-words p${level > 0 ? `[data-indent="${level}"]` : ''}${isItem ? '[data-list]' : ':not([data-list])'} { padding-inline-start: round(calc(var(--ink-own) * ${(level + Number(isItem)) * listIndent}), 1px); }`
  const levels = [0, 1, 2, 3, 4, 5, 6]
  sheet.replaceSync(`
    .ink-words { position: absolute; left: 0; top: 0; transform-origin: 0 0; cursor: text; touch-action: auto; }
    .ink-words.ink-composing { opacity: 0; }
    .ink-words, .ink-words * { user-select: text; -webkit-user-select: text; }
    .ink-words .ProseMirror {
      outline: none; white-space: inherit; overflow-wrap: break-word; word-break: normal; line-break: auto; hyphens: manual;
      font-family: var(--ink-family); font-weight: var(--ink-weight); font-style: normal; font-feature-settings: normal;
      font-variant: normal; letter-spacing: normal; text-rendering: auto; -webkit-text-size-adjust: 100%;
      color: transparent; caret-color: var(--ink-caret);
    }
    .ink-words .ProseMirror * { color: transparent; background: none; text-decoration-color: transparent; }
    .ink-words .ProseMirror ::selection, .ink-words .ProseMirror::selection { color: transparent; background: var(--ink-selected); }
    .ink-words p {
      --ink-own: round(var(--ink-size), 1px); margin: 0; unicode-bidi: plaintext;
      font-size: var(--ink-own); line-height: round(calc(var(--ink-own) * ${lineHeight}), 1px);
    }
    .ink-words p * { font-size: inherit; line-height: 0; vertical-align: baseline; }
    .ink-words :is(strong) { font-weight: var(--ink-bold); }
    .ink-words code { font-family: var(--ink-mono); }
    ${([1, 2, 3] as const).map(heading).join('\n')}
    ${levels.flatMap((level) => [indent(level, true), indent(level, false)]).join('\n')}
  `)
  return sheet
}
