import { isRaw, listIn, type Raw, textIn, typeOf, valueIn } from './raw.ts'

/** Arrowheads by the names they had before. */
const oldHeads: Readonly<Record<string, string>> = {
  dot: 'circle',
  crowfoot_one: 'cardinality_one',
  crowfoot_many: 'cardinality_many',
  crowfoot_one_or_many: 'cardinality_one_or_many',
}

/** Fonts by the names in `font` of 2020. */
const oldFonts: Readonly<Record<string, number>> = { Virgil: 1, Helvetica: 2, Cascadia: 3 }

/** Returns an element in today's terms: keys of earlier versions are converted, current ones win. */
export function modernized(element: Raw): Raw {
  const type = typeOf(element) === 'draw' ? 'line' : typeOf(element)
  return {
    ...element,
    type,
    ...corners(element),
    ...(valueIn(element, 'boundElements') === undefined ? oldBound(element) : {}),
    ...(type === 'text' ? oldFont(element) : {}),
    ...(type === 'arrow' || type === 'line' ? headsIn(element, type) : {}),
  }
}

function corners(element: Raw): Raw {
  if (valueIn(element, 'roundness') !== undefined) return {}
  return { roundness: textIn(element, 'strokeSharpness') === 'round' ? { type: 2 } : null }
}

function oldBound(element: Raw): Raw {
  return { boundElements: listIn(element, 'boundElementIds').map((id) => ({ id, type: 'arrow' })) }
}

function oldFont(element: Raw): Raw {
  const [, size = '', name = ''] = /^([\d.]+)px (\w+)/.exec(textIn(element, 'font') ?? '') ?? []
  const family = valueIn(element, 'fontFamily') ?? oldFonts[name]
  const height = valueIn(element, 'fontSize') ?? (size === '' ? undefined : Number(size))
  return {
    ...(family === undefined ? {} : { fontFamily: family }),
    ...(height === undefined ? {} : { fontSize: height }),
  }
}

function headsIn(element: Raw, type: string): Raw {
  const [start, end] = [valueIn(element, 'startArrowhead'), valueIn(element, 'endArrowhead')]
  return {
    startArrowhead: currentHead(start ?? null),
    endArrowhead: currentHead(end === undefined && type === 'arrow' ? 'arrow' : (end ?? null)),
  }
}

function currentHead(head: unknown): unknown {
  return typeof head === 'string' && Object.hasOwn(oldHeads, head) ? oldHeads[head] : head
}

/** The ids that an element says are bound to it: arrows, or its text. */
export function boundTo(element: Raw): readonly { readonly id: string; readonly type: string }[] {
  return listIn(modernized(element), 'boundElements')
    .filter(isRaw)
    .flatMap((bound) => {
      const id = textIn(bound, 'id')
      return id ? [{ id, type: textIn(bound, 'type') ?? '' }] : []
    })
}
