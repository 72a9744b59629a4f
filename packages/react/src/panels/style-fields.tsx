import type { Style, StyleChange, StyleKey } from '@inkbridge/types'
import { defaultStreamline, sizes } from '@inkbridge/types'
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  AlignVerticalJustifyCenter,
  AlignVerticalJustifyEnd,
  AlignVerticalJustifyStart,
  type LucideIcon,
} from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { BoardMessages, PlainKey } from '../locale/locale.ts'
import { ArrowheadPicker } from './ArrowheadPicker.tsx'
import { FillField, FillPatternField, InkField, PaperField, TintField } from './ColorFields.tsx'
import type { FieldProps } from './field-props.ts'
import { OpacityField } from './OpacityField.tsx'
import { CornerPicture, LinePicture, RoutePicture } from './pictures.tsx'
import { WidthField } from './WidthField.tsx'

export interface StyleOption {
  readonly label: PlainKey<BoardMessages>
  readonly picture?: ReactNode
  readonly change: StyleChange
}

interface FieldEntry {
  readonly name: string
  readonly label: PlainKey<BoardMessages>
  /** The parts of a style that it sets; it is shown where the first of them is offered. */
  readonly keys: readonly [StyleKey, ...StyleKey[]]
  /** Replaces that condition. */
  readonly when?: (has: (key: StyleKey) => boolean) => boolean
  /** A text style: comes last if there is no text. */
  readonly isOfText?: true
  /** Height in rows; default: one. */
  readonly rows?: number
}

/** A choice between a few values. */
export interface ChoiceEntry extends FieldEntry {
  readonly options: readonly StyleOption[]
}

/** A field with its own control, which has a label. */
interface ControlEntry extends FieldEntry {
  readonly options?: undefined
  readonly Control: ComponentType<FieldProps>
}

export type StyleField = ChoiceEntry | ControlEntry

/** Heights of colour fields, and of those with patterns, rows. */
const [colorRows, fillRows] = [2.5, 3.5]

/** The fields of the style panel, most used first. Those that do not fit are on a second page. */
const styleFields: readonly StyleField[] = [
  {
    name: 'paper',
    label: 'style.paper',
    keys: ['fill'],
    when: (has) => has('fill') && has('color') && !has('pattern'),
    rows: colorRows,
    Control: PaperField,
  },
  {
    name: 'tint',
    label: 'style.tint',
    keys: ['fill'],
    when: (has) => has('fill') && !has('color'),
    rows: colorRows,
    Control: TintField,
  },
  { name: 'ink', label: 'style.ink', keys: ['color'], rows: colorRows, Control: InkField },
  {
    name: 'fill',
    label: 'style.fill',
    keys: ['fill', 'pattern'],
    when: (has) => has('fill') && has('pattern'),
    rows: fillRows,
    Control: FillField,
  },
  {
    name: 'pattern',
    label: 'style.fill',
    keys: ['pattern'],
    when: (has) => has('pattern') && !has('fill'),
    Control: FillPatternField,
  },
  { name: 'width', label: 'style.width', keys: ['width'], Control: WidthField },
  {
    name: 'size',
    label: 'style.size',
    keys: ['size'],
    isOfText: true,
    options: [
      { label: 'size.s', change: { size: sizes[0] } },
      { label: 'size.m', change: { size: sizes[1] } },
      { label: 'size.l', change: { size: sizes[2] } },
      { label: 'size.xl', change: { size: sizes[3] } },
    ],
  },
  {
    name: 'font',
    label: 'style.font',
    keys: ['font'],
    isOfText: true,
    options: [
      { label: 'font.hand', picture: letters('hand'), change: { font: null } },
      { label: 'font.sans', picture: letters('sans'), change: { font: 'sans' } },
      { label: 'font.serif', picture: letters('serif'), change: { font: 'serif' } },
      { label: 'font.mono', picture: letters('mono'), change: { font: 'mono' } },
    ],
  },
  {
    name: 'route',
    label: 'style.route',
    keys: ['route', 'corners'],
    options: [
      {
        label: 'route.straight',
        picture: <RoutePicture d="M3 13 13 3" />,
        change: { route: null, corners: null },
      },
      {
        label: 'route.curved',
        picture: <RoutePicture d="M3 13C3 6 6 3 13 3" />,
        change: { route: null, corners: 'round' },
      },
      { label: 'route.elbow', picture: <RoutePicture d="M3 13V8H13V3" />, change: { route: 'elbow', corners: null } },
    ],
  },
  { name: 'heads', label: 'style.heads', keys: ['endHead', 'startHead'], Control: ArrowheadPicker },
  {
    name: 'nib',
    label: 'style.nib',
    keys: ['nib'],
    options: [
      { label: 'nib.pressure', change: { nib: null } },
      { label: 'nib.even', change: { nib: 'even' } },
    ],
  },
  {
    name: 'streamline',
    label: 'style.streamline',
    keys: ['streamline'],
    options: [
      { label: 'streamline.none', change: { streamline: 0 } },
      { label: 'streamline.some', change: { streamline: defaultStreamline } },
      { label: 'streamline.strong', change: { streamline: 0.8 } },
    ],
  },
  {
    name: 'dash',
    label: 'style.dash',
    keys: ['dash'],
    options: [
      { label: 'dash.solid', picture: <LinePicture dash="" />, change: { dash: null } },
      { label: 'dash.dashed', picture: <LinePicture dash="5 4" />, change: { dash: 'dashed' } },
      { label: 'dash.dotted', picture: <LinePicture dash="0.1 4" />, change: { dash: 'dotted' } },
    ],
  },
  {
    name: 'align',
    label: 'style.align',
    keys: ['align'],
    isOfText: true,
    options: [
      { label: 'align.start', picture: icon(AlignLeft), change: { align: 'start' } },
      { label: 'align.center', picture: icon(AlignCenter), change: { align: 'center' } },
      { label: 'align.end', picture: icon(AlignRight), change: { align: 'end' } },
    ],
  },
  {
    name: 'valign',
    label: 'style.valign',
    keys: ['valign'],
    isOfText: true,
    options: [
      { label: 'valign.top', picture: icon(AlignVerticalJustifyStart), change: { valign: 'top' } },
      { label: 'valign.middle', picture: icon(AlignVerticalJustifyCenter), change: { valign: 'middle' } },
      { label: 'valign.bottom', picture: icon(AlignVerticalJustifyEnd), change: { valign: 'bottom' } },
    ],
  },
  {
    name: 'fit',
    label: 'style.fit',
    keys: ['fit'],
    isOfText: true,
    options: [
      { label: 'fit.grow', change: { fit: 'grow' } },
      { label: 'fit.shrink', change: { fit: 'shrink' } },
    ],
  },
  {
    name: 'look',
    label: 'style.look',
    keys: ['look'],
    options: [
      { label: 'look.clean', change: { look: null } },
      { label: 'look.sketchy', change: { look: 'sketchy' } },
      { label: 'look.rough', change: { look: 'rough' } },
    ],
  },
  {
    name: 'corners',
    label: 'style.corners',
    keys: ['corners'],
    when: (has) => has('corners') && !has('route'),
    options: [
      { label: 'corners.sharp', picture: <CornerPicture radius={0} />, change: { corners: 'sharp' } },
      { label: 'corners.soft', picture: <CornerPicture radius={3} />, change: { corners: null } },
      { label: 'corners.round', picture: <CornerPicture radius={8} />, change: { corners: 'round' } },
    ],
  },
  { name: 'opacity', label: 'style.opacity', keys: ['opacity'], Control: OpacityField },
]

/** Returns the fields for style parts; without text, text fields come last. */
export function fieldsFor(keys: readonly StyleKey[], hasText = true): readonly StyleField[] {
  const has = (key: StyleKey) => keys.includes(key)
  const fields = styleFields.filter(({ keys: [first], when }) => (when ? when(has) : has(first)))
  return hasText ? fields : fields.toSorted((a, b) => Number(a.isOfText ?? false) - Number(b.isOfText ?? false))
}

/** Whether a style has the values of an option. */
export function isSet({ change }: Pick<StyleOption, 'change'>, style: Style): boolean {
  return Object.entries(change).every(([key, value]) => (style[key as StyleKey] ?? null) === value)
}

function letters(font: string): ReactNode {
  return <span className={`ink-typeface ink-typeface-${font}`} />
}

function icon(Icon: LucideIcon): ReactNode {
  return <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
}
