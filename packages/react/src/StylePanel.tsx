import { type Editor, palette, type Theme } from '@inkbridge/canvas'
import { type InkName, inks, type Style, widths } from '@inkbridge/types'
import { useState } from 'react'
import { useEditorState } from './hooks.ts'

/** Colour, width and fill of what is selected, or of what is drawn next; only what applies. */
export function StylePanel({ editor, theme }: { readonly editor: Editor; readonly theme: Theme }) {
  const { style, gesture } = useEditorState(editor, ({ style, gesture }) => ({ style, gesture }))
  const [open, setOpen] = useState(false)
  if (!style) return null
  const color = palette[theme].inks[style.color as InkName] ?? style.color
  return (
    <>
      <button
        type="button"
        className="ink-bar ink-style-chip"
        aria-expanded={open}
        aria-label="Style"
        onClick={() => setOpen(!open)}
      >
        <span className="ink-style-chip-color" style={{ background: color }} />
        <span className="ink-style-chip-width" style={{ height: strokePx(style.width) }} />
      </button>
      <section
        className={`ink-bar ink-style-panel ${open ? 'ink-open' : ''} ${gesture ? 'ink-passive' : ''}`}
        aria-label="Style"
      >
        <Fields editor={editor} style={style} theme={theme} />
      </section>
    </>
  )
}

function Fields({ editor, style, theme }: { readonly editor: Editor; readonly style: Style; readonly theme: Theme }) {
  const { styles, mixed } = useEditorState(editor, ({ styles, mixed }) => ({ styles, mixed }))
  return (
    <>
      {styles.includes('color') && (
        <Field label="Ink" mixed={mixed.includes('color')}>
          <div className="ink-swatches">
            {inks.map((name) => (
              <button
                key={name}
                type="button"
                title={labels[name]}
                aria-label={labels[name]}
                aria-pressed={style.color === name && !mixed.includes('color')}
                className="ink-swatch"
                style={{ background: palette[theme].inks[name] }}
                onClick={() => editor.setStyle({ color: name, ...(style.fill ? { fill: name } : {}) })}
              />
            ))}
          </div>
        </Field>
      )}
      {styles.includes('width') && (
        <Field label="Width" mixed={mixed.includes('width')}>
          <div className="ink-segments">
            {widths.map((width) => (
              <button
                key={width}
                type="button"
                aria-label={`Width ${width}`}
                aria-pressed={style.width === width && !mixed.includes('width')}
                onClick={() => editor.setStyle({ width })}
              >
                <span className="ink-width" style={{ height: strokePx(width) }} />
              </button>
            ))}
          </div>
        </Field>
      )}
      {styles.includes('fill') && (
        <Field label="Fill" mixed={mixed.includes('fill')}>
          <div className="ink-segments">
            <button
              type="button"
              aria-pressed={!style.fill && !mixed.includes('fill')}
              onClick={() => editor.setStyle({ fill: null })}
            >
              None
            </button>
            <button
              type="button"
              aria-pressed={Boolean(style.fill) && !mixed.includes('fill')}
              onClick={() => editor.setStyle({ fill: style.color })}
            >
              Tint
            </button>
          </div>
        </Field>
      )}
    </>
  )
}

function Field({
  label,
  mixed,
  children,
}: {
  readonly label: string
  readonly mixed: boolean
  readonly children: React.ReactNode
}) {
  return (
    <div className="ink-field">
      <h3>
        {label}
        {mixed && <span className="ink-mixed"> · mixed</span>}
      </h3>
      {children}
    </div>
  )
}

const labels: Readonly<Record<InkName, string>> = {
  ink: 'Ink',
  slate: 'Slate',
  red: 'Red',
  orange: 'Orange',
  amber: 'Amber',
  green: 'Green',
  teal: 'Teal',
  sky: 'Sky',
  blue: 'Blue',
  violet: 'Violet',
  pink: 'Pink',
  brown: 'Brown',
}

/** How thick a width is shown, CSS pixels. */
function strokePx(width: number): number {
  return Math.min(10, 1 + width * 0.6)
}
