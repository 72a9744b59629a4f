import { type Editor, palette, type Theme } from '@inkbridge/canvas'
import {
  type Color,
  defaultStreamline,
  highlighterWidths,
  type InkName,
  inks,
  type Style,
  widths,
} from '@inkbridge/types'
import { useState } from 'react'
import { useEditorState } from './hooks.ts'

/** Colour, width and fill of what is selected, or of what is drawn next; only what applies. */
export function StylePanel({ editor, theme }: { readonly editor: Editor; readonly theme: Theme }) {
  const { style, gesture } = useEditorState(editor, ({ style, gesture }) => ({ style, gesture }))
  const [open, setOpen] = useState(false)
  if (!style) return null
  const color = swatchOf(style.color, style, theme)
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
                style={{ background: swatchOf(name, style, theme) }}
                onClick={() => editor.setStyle({ color: name, ...(style.fill ? { fill: name } : {}) })}
              />
            ))}
          </div>
        </Field>
      )}
      {styles.includes('width') && (
        <Field label="Width" mixed={mixed.includes('width')}>
          <div className="ink-segments">
            {(style.nib === 'highlighter' ? highlighterWidths : widths).map((width) => (
              <button
                key={width}
                type="button"
                aria-label={`Width ${width}`}
                aria-pressed={style.width === width && !mixed.includes('width')}
                onClick={() => editor.setStyle({ width })}
              >
                <span className="ink-width" style={{ height: shownPx(width, style) }} />
              </button>
            ))}
          </div>
        </Field>
      )}
      {styles.includes('nib') && (
        <Choice
          label="Line"
          mixed={mixed.includes('nib')}
          options={[
            { label: 'Natural', chosen: !style.nib, choose: () => editor.setStyle({ nib: null }) },
            { label: 'Even', chosen: style.nib === 'even', choose: () => editor.setStyle({ nib: 'even' }) },
          ]}
        />
      )}
      {styles.includes('streamline') && (
        <Choice
          label="Smoothing"
          mixed={mixed.includes('streamline')}
          options={smoothings.map(({ label, streamline }) => ({
            label,
            chosen: (style.streamline ?? defaultStreamline) === streamline,
            choose: () => editor.setStyle({ streamline }),
          }))}
        />
      )}
      {styles.includes('fill') && (
        <Choice
          label="Fill"
          mixed={mixed.includes('fill')}
          options={[
            { label: 'None', chosen: !style.fill, choose: () => editor.setStyle({ fill: null }) },
            { label: 'Tint', chosen: Boolean(style.fill), choose: () => editor.setStyle({ fill: style.color }) },
          ]}
        />
      )}
    </>
  )
}

const smoothings = [
  { label: 'None', streamline: 0 },
  { label: 'Some', streamline: defaultStreamline },
  { label: 'Strong', streamline: 0.8 },
] as const

interface Option {
  readonly label: string
  readonly chosen: boolean
  readonly choose: () => void
}

/** One of a few words. */
function Choice({
  label,
  mixed,
  options,
}: {
  readonly label: string
  readonly mixed: boolean
  readonly options: readonly Option[]
}) {
  return (
    <Field label={label} mixed={mixed}>
      <div className="ink-segments">
        {options.map((option) => (
          <button key={option.label} type="button" aria-pressed={option.chosen && !mixed} onClick={option.choose}>
            {option.label}
          </button>
        ))}
      </div>
    </Field>
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

/** A colour as it will be drawn. */
function swatchOf(color: Color, { nib }: Style, theme: Theme): string {
  const { inks: pens, highlights } = palette[theme]
  return (nib === 'highlighter' ? highlights : pens)[color as InkName] ?? color
}

/** A highlighter's widths are shown beside each other, not beside a pen's. */
function shownPx(width: number, { nib }: Style): number {
  return nib === 'highlighter' ? 4 + (width / 48) * 10 : strokePx(width)
}

/** How thick a width is shown, CSS pixels. */
function strokePx(width: number): number {
  return Math.min(10, 1 + width * 0.6)
}
