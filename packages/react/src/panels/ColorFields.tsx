import { fillTone, firstFill, palette, type Theme } from '@inkbridge/canvas'
import type { Color, InkName, Style } from '@inkbridge/types'
import { CustomColor, Field, type Option, Segments, Swatches, type SwatchesOf } from '../controls/controls.ts'
import { type BoardWords, useWords } from '../locale/locale.ts'
import type { FieldProps } from './field-props.ts'
import { FillPicture } from './pictures.tsx'

/** The colour of lines, ink or text. */
export function InkField({ editor, style, theme, mixed }: FieldProps) {
  const { t } = useWords()
  return (
    <ColorField
      of="ink"
      label={t('style.ink')}
      mixed={mixed('color')}
      chosen={style.color}
      shown={(color) => inkTone(color, style, theme)}
      onChoose={(color) => editor.setStyle({ color })}
    />
  )
}

/** The colour of a sticky note. */
export function PaperField({ editor, style, theme, mixed }: FieldProps) {
  const { t } = useWords()
  return (
    <ColorField
      of="paper"
      label={t('style.paper')}
      mixed={mixed('fill')}
      chosen={style.fill ?? null}
      shown={(color) => palette[theme].notes[color as InkName] ?? color}
      onChoose={(fill) => editor.setStyle({ fill })}
    />
  )
}

/** The tint of a frame; choosing it again removes it. */
export function TintField({ editor, style, theme, mixed }: FieldProps) {
  const { t } = useWords()
  return (
    <ColorField
      of="tint"
      label={t('style.tint')}
      mixed={mixed('fill')}
      chosen={style.fill ?? null}
      shown={(color) => palette[theme].inks[color as InkName] ?? color}
      onChoose={(fill) => editor.setStyle({ fill: fill === style.fill ? null : fill })}
    />
  )
}

/** Fill pattern and colour. */
export function FillField({ editor, style, theme, mixed }: FieldProps) {
  const { t } = useWords()
  const isMixed = mixed('fill') || mixed('pattern')
  const chosen = mixed('fill') ? null : (style.fill ?? null)
  const choose = (fill: Color) => editor.setStyle({ fill })
  const none = { label: t('pattern.none'), picture: <FillPicture pattern="none" /> }
  return (
    <Field
      label={t('style.fill')}
      mixed={isMixed}
      isTall
      aside={style.fill && <CustomColor of="fill" chosen={chosen} onChoose={choose} />}
    >
      <Segments
        label={t('style.fill')}
        options={[
          { ...none, chosen: !style.fill && !isMixed, choose: () => editor.setStyle({ fill: null }) },
          ...patternOptions(t, (pattern) => ({
            chosen: !isMixed && style.fill !== undefined && (style.pattern ?? null) === pattern,
            // Filled shapes keep their own colours.
            choose: () =>
              editor.setStyle({ pattern, ...(mixed('fill') ? {} : { fill: style.fill ?? firstFill(style) }) }),
          })),
        ]}
      />
      {style.fill && (
        <Swatches
          of="fill"
          label={t('style.fillColor')}
          chosen={chosen}
          shown={(color) => fillTone(color, style.pattern, theme)}
          onChoose={choose}
        />
      )}
    </Field>
  )
}

/** Fill pattern of the bucket. */
export function FillPatternField({ editor, style, mixed }: FieldProps) {
  const { t } = useWords()
  return (
    <Field label={t('style.fill')} mixed={mixed('pattern')}>
      <Segments
        label={t('style.fill')}
        options={patternOptions(t, (pattern) => ({
          chosen: !mixed('pattern') && (style.pattern ?? null) === pattern,
          choose: () => editor.setStyle({ pattern }),
        }))}
      />
    </Field>
  )
}

const patterns = [null, 'solid', 'hachure', 'cross-hatch'] as const

function patternOptions(
  t: BoardWords['t'],
  option: (pattern: (typeof patterns)[number]) => Pick<Option, 'chosen' | 'choose'>,
): readonly Option[] {
  return patterns.map((pattern) => ({
    label: t(`pattern.${pattern ?? 'tint'}`),
    picture: <FillPicture pattern={pattern ?? 'tint'} />,
    ...option(pattern),
  }))
}

interface ColorFieldProps {
  readonly of: SwatchesOf
  readonly label: string
  readonly mixed: boolean
  readonly chosen: Color | null
  readonly shown: (color: Color) => string
  readonly onChoose: (color: Color) => void
}

function ColorField({ of, label, mixed, chosen, shown, onChoose }: ColorFieldProps) {
  const one = mixed ? null : chosen
  return (
    <Field label={label} mixed={mixed} isTall aside={<CustomColor of={of} chosen={one} onChoose={onChoose} />}>
      <Swatches of={of} label={label} chosen={one} shown={shown} onChoose={onChoose} />
    </Field>
  )
}

/** Returns a fill as a field shows it; null: none. */
export function fillToneOf(field: string, { fill, pattern }: Style, theme: Theme): string | null {
  if (!fill) return null
  if (field === 'paper') return palette[theme].notes[fill as InkName] ?? fill
  return field === 'tint' ? (palette[theme].inks[fill as InkName] ?? fill) : fillTone(fill, pattern, theme)
}

/** Returns the drawn version of a colour. */
export function inkTone(color: Color, { nib }: Style, theme: Theme): string {
  const { inks: pens, highlights } = palette[theme]
  return (nib === 'highlighter' ? highlights : pens)[color as InkName] ?? color
}
