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
import { ArrowheadPicker } from './ArrowheadPicker.tsx'
import { Choice, Field, type Option } from './Field.tsx'
import { useEditorState, useNarrow } from './hooks.ts'
import { KindFields } from './KindFields.tsx'
import type { BoardWords } from './locale/context.tsx'
import { useWords } from './locale/context.tsx'
import { Numbers } from './Numbers.tsx'
import { CornerPicture, FillPicture, LinePicture, RoutePicture } from './pictures.tsx'

interface StylePanelProps {
  readonly editor: Editor
  readonly theme: Theme
  /** Position and size are shown, too. */
  readonly numbers: boolean
}

/** Style of the selection, or of the next shape to be drawn; only the fields that apply. */
export function StylePanel({ editor, theme, numbers }: StylePanelProps) {
  const { t } = useWords()
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
        aria-label={t('style.label')}
        onClick={() => setOpen(!open)}
      >
        <span className="ink-style-chip-color" style={{ background: color }} />
        <span className="ink-style-chip-width" style={{ height: strokePx(style.width) }} />
      </button>
      <section
        ref={panel}
        className={`ink-bar ink-style-panel ${open ? 'ink-open' : ''} ${gesture ? 'ink-passive' : ''}`}
        aria-label={t('style.label')}
      >
        <Fields editor={editor} style={style} theme={theme} />
        <KindFields editor={editor} />
        {numbers && <Numbers editor={editor} />}
      </section>
    </>
  )
}

function Fields({ editor, style, theme }: FieldsProps) {
  const { t, format } = useWords()
  const { styles, mixed } = useEditorState(editor, ({ styles, mixed }) => ({ styles, mixed }))
  const has = (key: keyof Style) => styles.includes(key)
  const isMixed = (key: keyof Style) => mixed.includes(key)
  return (
    <>
      {has('fill') && !has('pattern') && has('color') && (
        <Field label={t('style.paper')} mixed={isMixed('fill')}>
          <Swatches
            name="paper"
            chosen={isMixed('fill') ? null : (style.fill ?? 'amber')}
            shown={(color) => palette[theme].notes[color as InkName] ?? color}
            onChoose={(fill) => editor.setStyle({ fill })}
          />
        </Field>
      )}
      {has('fill') && !has('color') && (
        <Field label={t('style.tint')} mixed={isMixed('fill')}>
          <Swatches
            name="tint"
            chosen={isMixed('fill') ? null : (style.fill ?? null)}
            shown={(color) => palette[theme].inks[color as InkName] ?? color}
            onChoose={(fill) => editor.setStyle({ fill: fill === style.fill ? null : fill })}
          />
        </Field>
      )}
      {has('color') && (
        <Field label={t('style.ink')} mixed={isMixed('color')}>
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
          label={t('style.font')}
          mixed={isMixed('font')}
          options={typefaces.map(({ label, font }) => ({
            label: t(label),
            picture: <span className={`ink-typeface ink-typeface-${font ?? 'hand'}`}>Ag</span>,
            chosen: (style.font ?? null) === font,
            choose: () => editor.setStyle({ font }),
          }))}
        />
      )}
      {has('size') && (
        <Choice
          label={t('style.size')}
          mixed={isMixed('size')}
          options={sizes.map((size, index) => ({
            label: t(sizeNames[index] ?? 'size.m'),
            chosen: (style.size ?? defaultSize) === size,
            choose: () => editor.setStyle({ size }),
          }))}
        />
      )}
      {has('align') && (
        <Choice
          label={t('style.align')}
          mixed={isMixed('align') || isMixed('valign')}
          options={[
            ...alignments.map(({ label, align, picture: Picture }) => ({
              label: t(label),
              picture: <Picture size={16} strokeWidth={1.75} aria-hidden="true" />,
              chosen: (style.align ?? usualAlign(has('valign'), has('width'))) === align,
              choose: () => editor.setStyle({ align }),
            })),
          ]}
        />
      )}
      {has('valign') && (
        <Choice
          label={t('style.valign')}
          mixed={isMixed('valign')}
          options={valignments.map(({ label, valign, picture: Picture }) => ({
            label: t(label),
            picture: <Picture size={16} strokeWidth={1.75} aria-hidden="true" />,
            chosen: (style.valign ?? (has('width') ? 'middle' : 'top')) === valign,
            choose: () => editor.setStyle({ valign }),
          }))}
        />
      )}
      {has('fit') && (
        <Choice
          label={t('style.fit')}
          mixed={isMixed('fit')}
          options={(['grow', 'shrink'] as const).map((fit) => ({
            label: t(`fit.${fit}`),
            chosen: (style.fit ?? (has('width') ? 'grow' : 'shrink')) === fit,
            choose: () => editor.setStyle({ fit }),
          }))}
        />
      )}
      {has('width') && (
        <Field label={t('style.width')} mixed={isMixed('width')}>
          <div className="ink-segments">
            {(style.nib === 'highlighter' ? highlighterWidths : widths).map((width) => (
              <button
                key={width}
                type="button"
                aria-label={t('style.widthValue', { width })}
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
          label={t('style.nib')}
          mixed={isMixed('nib')}
          options={[
            { label: t('nib.pressure'), chosen: !style.nib, choose: () => editor.setStyle({ nib: null }) },
            { label: t('nib.even'), chosen: style.nib === 'even', choose: () => editor.setStyle({ nib: 'even' }) },
          ]}
        />
      )}
      {has('streamline') && (
        <Choice
          label={t('style.streamline')}
          mixed={isMixed('streamline')}
          options={smoothings.map(({ label, streamline }) => ({
            label: t(label),
            chosen: (style.streamline ?? defaultStreamline) === streamline,
            choose: () => editor.setStyle({ streamline }),
          }))}
        />
      )}
      {has('dash') && (
        <Choice
          label={t('style.dash')}
          mixed={isMixed('dash')}
          options={dashings.map(({ label, dash, picture }) => ({
            label: t(label),
            picture: <LinePicture dash={picture} />,
            chosen: (style.dash ?? null) === dash,
            choose: () => editor.setStyle({ dash }),
          }))}
        />
      )}
      {has('fill') && has('pattern') && (
        <Choice
          label={t('style.fill')}
          mixed={isMixed('fill') || isMixed('pattern')}
          options={[
            {
              label: t('pattern.none'),
              picture: <FillPicture pattern="none" />,
              chosen: !style.fill,
              choose: () => editor.setStyle({ fill: null }),
            },
            ...fillings(editor, style, t),
          ]}
        />
      )}
      {has('fill') && has('pattern') && style.fill && (
        <Field label={t('style.fillColor')} mixed={isMixed('fill')}>
          <Swatches
            name="fill"
            chosen={isMixed('fill') ? null : style.fill}
            shown={(color) => fillTone(color, style.pattern, theme)}
            onChoose={(fill) => editor.setStyle({ fill })}
          />
        </Field>
      )}
      {!has('fill') && has('pattern') && (
        <Choice label={t('style.fill')} mixed={false} options={fillings(editor, style, t, true)} />
      )}
      {has('route') && (
        <Choice
          label={t('style.route')}
          mixed={isMixed('route') || isMixed('corners')}
          options={[
            {
              label: t('route.straight'),
              picture: <RoutePicture d="M3 13 13 3" />,
              chosen: !style.route && style.corners !== 'round',
              choose: () => editor.setStyle({ route: null, corners: null }),
            },
            {
              label: t('route.curved'),
              picture: <RoutePicture d="M3 13C3 6 6 3 13 3" />,
              chosen: !style.route && style.corners === 'round',
              choose: () => editor.setStyle({ route: null, corners: 'round' }),
            },
            {
              label: t('route.elbow'),
              picture: <RoutePicture d="M3 13V8H13V3" />,
              chosen: style.route === 'elbow',
              choose: () => editor.setStyle({ route: 'elbow', corners: null }),
            },
          ]}
        />
      )}
      {has('endHead') && (
        <Field label={t('style.heads')} mixed={isMixed('startHead') || isMixed('endHead')}>
          <ArrowheadPicker editor={editor} style={style} mixed={isMixed} />
        </Field>
      )}
      {has('look') && (
        <Choice
          label={t('style.look')}
          mixed={isMixed('look')}
          options={[
            { label: t('look.clean'), chosen: !style.look, choose: () => editor.setStyle({ look: null }) },
            {
              label: t('look.sketchy'),
              chosen: style.look === 'sketchy',
              choose: () => editor.setStyle({ look: 'sketchy' }),
            },
          ]}
        />
      )}
      {has('corners') && !has('route') && (
        <Choice
          label={t('style.corners')}
          mixed={isMixed('corners')}
          options={cornerings.map(({ label, corners, radius }) => ({
            label: t(label),
            picture: <CornerPicture radius={radius} />,
            chosen: (style.corners ?? null) === corners,
            choose: () => editor.setStyle({ corners }),
          }))}
        />
      )}
      {has('opacity') && (
        <Field label={t('style.opacity')} mixed={isMixed('opacity')}>
          <input
            className="ink-slider"
            type="range"
            min={10}
            max={100}
            step={5}
            aria-label={t('style.opacity')}
            aria-valuetext={format.percent(style.opacity ?? 1)}
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
  readonly name: 'ink' | 'paper' | 'tint' | 'fill'
  readonly chosen: Color | null
  /** A colour as it will be drawn. */
  readonly shown: (color: Color) => string
  readonly onChoose: (color: Color) => void
}

/** The twelve inks, and any other colour. */
function Swatches({ name, chosen, shown, onChoose }: SwatchesProps) {
  const { t } = useWords()
  const custom = chosen?.startsWith('#') ? chosen : null
  return (
    <div className="ink-swatches">
      {inks.map((ink) => (
        <button
          key={ink}
          type="button"
          title={t(`ink.${ink}`)}
          aria-label={t(`swatch.${name}`, { color: t(`ink.${ink}`) })}
          aria-pressed={chosen === ink}
          className="ink-swatch"
          style={{ background: shown(ink) }}
          onClick={() => onChoose(ink)}
        />
      ))}
      <label className="ink-custom" data-chosen={custom !== null} title={t('style.customColor')}>
        <span className="ink-custom-color" style={custom ? { background: custom } : {}} />
        <span>{custom ?? t('style.customColor')}</span>
        <input
          type="color"
          aria-label={t(`customColor.${name}`)}
          value={custom ?? '#7a46cf'}
          onChange={(event) => onChoose(event.currentTarget.value as Color)}
        />
      </label>
    </div>
  )
}

const typefaces = [
  { label: 'font.hand', font: null },
  { label: 'font.sans', font: 'sans' },
  { label: 'font.serif', font: 'serif' },
  { label: 'font.mono', font: 'mono' },
] as const

const sizeNames = ['size.s', 'size.m', 'size.l', 'size.xl'] as const

const alignments = [
  { label: 'align.start', align: 'start', picture: AlignLeft },
  { label: 'align.center', align: 'center', picture: AlignCenter },
  { label: 'align.end', align: 'end', picture: AlignRight },
] as const

const valignments = [
  { label: 'valign.top', valign: 'top', picture: AlignVerticalJustifyStart },
  { label: 'valign.middle', valign: 'middle', picture: AlignVerticalJustifyCenter },
  { label: 'valign.bottom', valign: 'bottom', picture: AlignVerticalJustifyEnd },
] as const

/** Words in a figure are in its middle; on a note and on the board they begin at the left. */
function usualAlign(isInside: boolean, hasLine: boolean): 'start' | 'center' {
  return isInside && hasLine ? 'center' : 'start'
}

const dashings = [
  { label: 'dash.solid', dash: null, picture: '' },
  { label: 'dash.dashed', dash: 'dashed', picture: '5 4' },
  { label: 'dash.dotted', dash: 'dotted', picture: '0.1 4' },
] as const

const patternings = [
  { label: 'pattern.tint', pattern: null },
  { label: 'pattern.solid', pattern: 'solid' },
  { label: 'pattern.hachure', pattern: 'hachure' },
  { label: 'pattern.cross-hatch', pattern: 'cross-hatch' },
] as const

/** Options of the fill; `always`: there is one, even without a fill in the style. */
function fillings(editor: Editor, style: Style, t: BoardWords['t'], always = false): readonly Option[] {
  return patternings.map(({ label, pattern }) => ({
    label: t(label),
    picture: <FillPicture pattern={pattern ?? 'tint'} />,
    chosen: (always || Boolean(style.fill)) && (style.pattern ?? null) === pattern,
    choose: () => editor.setStyle({ pattern, ...(always ? {} : { fill: style.fill ?? firstFill(style) }) }),
  }))
}

const cornerings = [
  { label: 'corners.sharp', corners: 'sharp', radius: 0 },
  { label: 'corners.soft', corners: null, radius: 3 },
  { label: 'corners.round', corners: 'round', radius: 8 },
] as const

const smoothings = [
  { label: 'streamline.none', streamline: 0 },
  { label: 'streamline.some', streamline: defaultStreamline },
  { label: 'streamline.strong', streamline: 0.8 },
] as const

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
