import { type Editor, fillTone, firstFill, palette, type Theme } from '@inkbridge/canvas'
import {
  type Color,
  defaultSize,
  defaultStreamline,
  highlighterWidths,
  type InkName,
  inks,
  type Style,
  sizes,
  widths,
} from '@inkbridge/types'
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  AlignVerticalJustifyCenter,
  AlignVerticalJustifyEnd,
  AlignVerticalJustifyStart,
} from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Ends } from './Ends.tsx'
import { Choice, Field, type Option } from './Field.tsx'
import { useEditorState, useNarrow } from './hooks.ts'
import { KindFields } from './KindFields.tsx'
import { Numbers } from './Numbers.tsx'
import { CornerPicture, FillPicture, LinePicture, RoutePicture } from './pictures.tsx'

interface StylePanelProps {
  readonly editor: Editor
  readonly theme: Theme
  /** Position and size are shown, too. */
  readonly numbers: boolean
}

/** The style of what is selected, or of what is drawn next; only what applies. */
export function StylePanel({ editor, theme, numbers }: StylePanelProps) {
  const { style, gesture } = useEditorState(editor, ({ style, gesture }) => ({ style, gesture }))
  const [open, setOpen] = useState(false)
  const panel = useRef<HTMLElement>(null)
  const isBeside = !useNarrow() && style !== null
  useLayoutEffect(() => {
    const { offsetLeft = 0, offsetParent = null } = panel.current ?? {}
    editor.setCovered(isBeside && offsetParent ? offsetParent.clientWidth - offsetLeft : 0)
  }, [editor, isBeside])
  // On a phone it lies over the board, where it is in the way of what is done there.
  useEffect(() => {
    if (gesture) setOpen(false)
  }, [gesture])
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
        ref={panel}
        className={`ink-bar ink-style-panel ${open ? 'ink-open' : ''} ${gesture ? 'ink-passive' : ''}`}
        aria-label="Style"
      >
        <Fields editor={editor} style={style} theme={theme} />
        <KindFields editor={editor} />
        {numbers && <Numbers editor={editor} />}
      </section>
    </>
  )
}

function Fields({ editor, style, theme }: FieldsProps) {
  const { styles, mixed } = useEditorState(editor, ({ styles, mixed }) => ({ styles, mixed }))
  const has = (key: keyof Style) => styles.includes(key)
  const isMixed = (key: keyof Style) => mixed.includes(key)
  return (
    <>
      {has('fill') && !has('pattern') && has('color') && (
        <Field label="Paper" mixed={isMixed('fill')}>
          <Swatches
            name="paper"
            chosen={isMixed('fill') ? null : (style.fill ?? 'amber')}
            shown={(color) => palette[theme].notes[color as InkName] ?? color}
            onChoose={(fill) => editor.setStyle({ fill })}
          />
        </Field>
      )}
      {has('fill') && !has('color') && (
        <Field label="Tint" mixed={isMixed('fill')}>
          <Swatches
            name="tint"
            chosen={isMixed('fill') ? null : (style.fill ?? null)}
            shown={(color) => palette[theme].inks[color as InkName] ?? color}
            onChoose={(fill) => editor.setStyle({ fill: fill === style.fill ? null : fill })}
          />
        </Field>
      )}
      {has('color') && (
        <Field label="Ink" mixed={isMixed('color')}>
          <Swatches
            name="ink"
            chosen={isMixed('color') ? null : style.color}
            shown={(color) => swatchOf(color, style, theme)}
            onChoose={(color) => editor.setStyle({ color })}
          />
        </Field>
      )}
      {has('font') && (
        <Choice
          label="Font"
          mixed={isMixed('font')}
          options={typefaces.map(({ label, font }) => ({
            label,
            picture: <span className={`ink-typeface ink-typeface-${font ?? 'hand'}`}>Ag</span>,
            chosen: (style.font ?? null) === font,
            choose: () => editor.setStyle({ font }),
          }))}
        />
      )}
      {has('size') && (
        <Choice
          label="Size"
          mixed={isMixed('size')}
          options={sizes.map((size, index) => ({
            label: sizeNames[index] ?? String(size),
            chosen: (style.size ?? defaultSize) === size,
            choose: () => editor.setStyle({ size }),
          }))}
        />
      )}
      {has('align') && (
        <Choice
          label="Alignment"
          mixed={isMixed('align') || isMixed('valign')}
          options={[
            ...alignments.map(({ label, align, picture: Picture }) => ({
              label,
              picture: <Picture size={16} strokeWidth={1.75} aria-hidden="true" />,
              chosen: (style.align ?? usualAlign(has('valign'), has('width'))) === align,
              choose: () => editor.setStyle({ align }),
            })),
          ]}
        />
      )}
      {has('valign') && (
        <Choice
          label="Up and down"
          mixed={isMixed('valign')}
          options={valignments.map(({ label, valign, picture: Picture }) => ({
            label,
            picture: <Picture size={16} strokeWidth={1.75} aria-hidden="true" />,
            chosen: (style.valign ?? (has('width') ? 'middle' : 'top')) === valign,
            choose: () => editor.setStyle({ valign }),
          }))}
        />
      )}
      {has('fit') && (
        <Choice
          label="Too many words"
          mixed={isMixed('fit')}
          options={[
            {
              label: 'Grow',
              chosen: (style.fit ?? (has('width') ? 'grow' : 'shrink')) === 'grow',
              choose: () => editor.setStyle({ fit: 'grow' }),
            },
            {
              label: 'Smaller',
              chosen: (style.fit ?? (has('width') ? 'grow' : 'shrink')) === 'shrink',
              choose: () => editor.setStyle({ fit: 'shrink' }),
            },
          ]}
        />
      )}
      {has('width') && (
        <Field label="Width" mixed={isMixed('width')}>
          <div className="ink-segments">
            {(style.nib === 'highlighter' ? highlighterWidths : widths).map((width) => (
              <button
                key={width}
                type="button"
                aria-label={`Width ${width}`}
                aria-pressed={style.width === width && !isMixed('width')}
                onClick={() => editor.setStyle({ width })}
              >
                <span className="ink-width" style={{ height: shownPx(width, style) }} />
              </button>
            ))}
          </div>
        </Field>
      )}
      {has('nib') && (
        <Choice
          label="Line"
          mixed={isMixed('nib')}
          options={[
            { label: 'Natural', chosen: !style.nib, choose: () => editor.setStyle({ nib: null }) },
            { label: 'Even', chosen: style.nib === 'even', choose: () => editor.setStyle({ nib: 'even' }) },
          ]}
        />
      )}
      {has('streamline') && (
        <Choice
          label="Smoothing"
          mixed={isMixed('streamline')}
          options={smoothings.map(({ label, streamline }) => ({
            label,
            chosen: (style.streamline ?? defaultStreamline) === streamline,
            choose: () => editor.setStyle({ streamline }),
          }))}
        />
      )}
      {has('dash') && (
        <Choice
          label="Line"
          mixed={isMixed('dash')}
          options={dashings.map(({ label, dash, picture }) => ({
            label,
            picture: <LinePicture dash={picture} />,
            chosen: (style.dash ?? null) === dash,
            choose: () => editor.setStyle({ dash }),
          }))}
        />
      )}
      {has('fill') && has('pattern') && (
        <Choice
          label="Fill"
          mixed={isMixed('fill') || isMixed('pattern')}
          options={[
            {
              label: 'None',
              picture: <FillPicture pattern="none" />,
              chosen: !style.fill,
              choose: () => editor.setStyle({ fill: null }),
            },
            ...fillings(editor, style),
          ]}
        />
      )}
      {has('fill') && has('pattern') && style.fill && (
        <Field label="Fill colour" mixed={isMixed('fill')}>
          <Swatches
            name="fill"
            chosen={isMixed('fill') ? null : style.fill}
            shown={(color) => fillTone(color, style.pattern, theme)}
            onChoose={(fill) => editor.setStyle({ fill })}
          />
        </Field>
      )}
      {!has('fill') && has('pattern') && <Choice label="Fill" mixed={false} options={fillings(editor, style, true)} />}
      {has('route') && (
        <Choice
          label="Route"
          mixed={isMixed('route') || isMixed('corners')}
          options={[
            {
              label: 'Straight',
              picture: <RoutePicture d="M3 13 13 3" />,
              chosen: !style.route && style.corners !== 'round',
              choose: () => editor.setStyle({ route: null, corners: null }),
            },
            {
              label: 'Curved',
              picture: <RoutePicture d="M3 13C3 6 6 3 13 3" />,
              chosen: !style.route && style.corners === 'round',
              choose: () => editor.setStyle({ route: null, corners: 'round' }),
            },
            {
              label: 'Elbow',
              picture: <RoutePicture d="M3 13V8H13V3" />,
              chosen: style.route === 'elbow',
              choose: () => editor.setStyle({ route: 'elbow', corners: null }),
            },
          ]}
        />
      )}
      {has('endHead') && (
        <Field label="Ends" mixed={isMixed('startHead') || isMixed('endHead')}>
          <Ends editor={editor} style={style} mixed={isMixed} />
        </Field>
      )}
      {has('look') && (
        <Choice
          label="Look"
          mixed={isMixed('look')}
          options={[
            { label: 'Clean', chosen: !style.look, choose: () => editor.setStyle({ look: null }) },
            { label: 'Sketchy', chosen: style.look === 'sketchy', choose: () => editor.setStyle({ look: 'sketchy' }) },
          ]}
        />
      )}
      {has('corners') && !has('route') && (
        <Choice
          label="Corners"
          mixed={isMixed('corners')}
          options={cornerings.map(({ label, corners, radius }) => ({
            label,
            picture: <CornerPicture radius={radius} />,
            chosen: (style.corners ?? null) === corners,
            choose: () => editor.setStyle({ corners }),
          }))}
        />
      )}
      {has('opacity') && (
        <Field label="Opacity" mixed={isMixed('opacity')}>
          <input
            className="ink-slider"
            type="range"
            min={10}
            max={100}
            step={5}
            aria-label="Opacity"
            aria-valuetext={`${Math.round((style.opacity ?? 1) * 100)} %`}
            value={Math.round((style.opacity ?? 1) * 100)}
            onChange={(event) => {
              const value = Number(event.currentTarget.value) / 100
              editor.setStyle({ opacity: value >= 1 ? null : value })
            }}
          />
        </Field>
      )}
    </>
  )
}

interface FieldsProps {
  readonly editor: Editor
  readonly style: Style
  readonly theme: Theme
}

interface SwatchesProps {
  readonly name: string
  readonly chosen: Color | null
  /** A colour as it will be drawn. */
  readonly shown: (color: Color) => string
  readonly onChoose: (color: Color) => void
}

/** The twelve inks, and any other colour. */
function Swatches({ name, chosen, shown, onChoose }: SwatchesProps) {
  const custom = chosen?.startsWith('#') ? chosen : null
  return (
    <div className="ink-swatches">
      {inks.map((ink) => (
        <button
          key={ink}
          type="button"
          title={labels[ink]}
          aria-label={name === 'ink' ? labels[ink] : `${labels[ink]} ${name}`}
          aria-pressed={chosen === ink}
          className="ink-swatch"
          style={{ background: shown(ink) }}
          onClick={() => onChoose(ink)}
        />
      ))}
      <label className="ink-custom" data-chosen={custom !== null} title="Another colour">
        <span className="ink-custom-color" style={custom ? { background: custom } : {}} />
        <span>{custom ?? 'Another colour'}</span>
        <input
          type="color"
          aria-label={name === 'ink' ? 'Another colour' : `Another ${name} colour`}
          value={custom ?? '#7a46cf'}
          onChange={(event) => onChoose(event.currentTarget.value as Color)}
        />
      </label>
    </div>
  )
}

const typefaces = [
  { label: 'Hand', font: null },
  { label: 'Sans', font: 'sans' },
  { label: 'Serif', font: 'serif' },
  { label: 'Mono', font: 'mono' },
] as const

const sizeNames = ['S', 'M', 'L', 'XL'] as const

const alignments = [
  { label: 'Left', align: 'start', picture: AlignLeft },
  { label: 'Centre', align: 'center', picture: AlignCenter },
  { label: 'Right', align: 'end', picture: AlignRight },
] as const

const valignments = [
  { label: 'Top', valign: 'top', picture: AlignVerticalJustifyStart },
  { label: 'Middle', valign: 'middle', picture: AlignVerticalJustifyCenter },
  { label: 'Bottom', valign: 'bottom', picture: AlignVerticalJustifyEnd },
] as const

/** Words in a figure are in its middle; on a note and on the board they begin at the left. */
function usualAlign(isInside: boolean, hasLine: boolean): 'start' | 'center' {
  return isInside && hasLine ? 'center' : 'start'
}

const dashings = [
  { label: 'Solid', dash: null, picture: '' },
  { label: 'Dashed', dash: 'dashed', picture: '5 4' },
  { label: 'Dotted', dash: 'dotted', picture: '0.1 4' },
] as const

const patternings = [
  { label: 'Tint', pattern: null },
  { label: 'Solid', pattern: 'solid' },
  { label: 'Hachure', pattern: 'hachure' },
  { label: 'Cross-hatch', pattern: 'cross-hatch' },
] as const

/** How an inside may be filled; `always`: it is, whatever the style says. */
function fillings(editor: Editor, style: Style, always = false): readonly Option[] {
  return patternings.map(({ label, pattern }) => ({
    label,
    picture: <FillPicture pattern={pattern ?? 'tint'} />,
    chosen: (always || Boolean(style.fill)) && (style.pattern ?? null) === pattern,
    choose: () => editor.setStyle({ pattern, ...(always ? {} : { fill: style.fill ?? firstFill(style) }) }),
  }))
}

const cornerings = [
  { label: 'Sharp', corners: 'sharp', radius: 0 },
  { label: 'Soft', corners: null, radius: 3 },
  { label: 'Round', corners: 'round', radius: 8 },
] as const

const smoothings = [
  { label: 'None', streamline: 0 },
  { label: 'Some', streamline: defaultStreamline },
  { label: 'Strong', streamline: 0.8 },
] as const

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
