import type { Page } from '@playwright/test'

/** A shape as all three programs have it. */
export interface Fact {
  readonly kind: 'box' | 'note' | 'text' | 'ink' | 'arrow' | 'other'
  readonly words: string
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** Of the outline. */
  readonly tint: 'red' | 'blue' | 'other'
  readonly isFilled: boolean
  readonly isDashed: boolean
  readonly width: number
  /** Of the text, in px; null: the shape has none. */
  readonly textSize: number | null
  /** What an arrow is bound to, by the words of that. */
  readonly from: string | null
  readonly to: string | null
}

interface Bounds {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

interface TldrawRecord {
  readonly id: string
  readonly type: string
  readonly props: Readonly<Record<string, unknown>>
}

interface TldrawReading {
  getCurrentPageShapesSorted(): readonly TldrawRecord[]
  getShapePageBounds(shape: TldrawRecord): Bounds
  getBindingsFromShape(
    shape: TldrawRecord,
    type: string,
  ): readonly { readonly toId: string; readonly props: { readonly terminal: string } }[]
}

interface ExcalidrawElement extends Readonly<Record<string, unknown>> {
  readonly id: string
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly strokeColor: string
  readonly backgroundColor: string
  readonly strokeStyle: string
  readonly strokeWidth: number
}

export function inkbridgeFacts(page: Page): Promise<readonly Fact[]> {
  return page.evaluate(() => {
    const all = inkbridge.editor.shapes()
    const wordsOf = (id: string | undefined) => (id ? inkbridge.editor.lines(id as never).join(' ') : null)
    const kinds: Readonly<Record<string, string>> = {
      note: 'note',
      text: 'text',
      ink: 'ink',
      highlight: 'ink',
      line: 'arrow',
    }
    const boxes = ['rect', 'ellipse', 'diamond']
    return all.map((shape) => {
      const { x, y, w, h } = shape.at
      const style = shape.style as unknown as Readonly<Record<string, unknown>>
      const { start, end, text } = shape as unknown as Readonly<Record<string, { to?: string } | null | undefined>>
      return {
        kind: boxes.includes(shape.kind) ? 'box' : (kinds[shape.kind] ?? 'other'),
        words: text ? (wordsOf(shape.id) ?? '') : '',
        box: { x, y, w, h },
        tint: style.color === 'red' || style.color === 'blue' ? style.color : 'other',
        isFilled: style.pattern === 'solid' || (style.fill !== undefined && style.fill !== 'none'),
        isDashed: style.dash === 'dashed',
        width: Number(style.width ?? 0),
        textSize: text ? Number(style.size ?? 0) : null,
        from: wordsOf(start?.to),
        to: wordsOf(end?.to),
      }
    }) as unknown as readonly Fact[]
  })
}

export function excalidrawFacts(page: Page): Promise<readonly Fact[]> {
  return page.evaluate(() => {
    const all = excalidraw.getSceneElements() as unknown as readonly ExcalidrawElement[]
    const textIn = (id: string | undefined) => all.find((each) => each.containerId === id)
    const wordsOf = (id: string | undefined) => (id ? String(textIn(id)?.originalText ?? '') : null)
    const kinds: Readonly<Record<string, string>> = { text: 'text', freedraw: 'ink', arrow: 'arrow' }
    const tints: Readonly<Record<string, string>> = { '#e03131': 'red', '#1971c2': 'blue' }
    return all
      .filter(({ containerId }) => !containerId)
      .map((each) => {
        const text = each.type === 'text' ? each : textIn(each.id)
        const { startBinding, endBinding } = each as Readonly<Record<string, { elementId?: string } | null>>
        return {
          kind: ['rectangle', 'ellipse', 'diamond'].includes(each.type) ? 'box' : (kinds[each.type] ?? 'other'),
          words: String(text?.originalText ?? '').replaceAll('\n', ' '),
          box: { x: each.x, y: each.y, w: each.width, h: each.height },
          tint: tints[each.strokeColor] ?? 'other',
          isFilled: each.backgroundColor !== 'transparent',
          isDashed: each.strokeStyle === 'dashed',
          width: each.strokeWidth,
          textSize: text ? Number(text.fontSize) : null,
          from: wordsOf(startBinding?.elementId),
          to: wordsOf(endBinding?.elementId),
        }
      }) as unknown as readonly Fact[]
  })
}

export function tldrawFacts(page: Page): Promise<readonly Fact[]> {
  return page.evaluate(() => {
    const editor = tldraw as unknown as TldrawReading
    const all = editor.getCurrentPageShapesSorted()
    const textOf = (node: unknown): string => {
      const { text, content } = (node ?? {}) as { text?: string; content?: readonly unknown[] }
      return text ?? (content ?? []).map(textOf).join(content?.some((each) => !('text' in Object(each))) ? ' ' : '')
    }
    const byId = new Map(all.map((shape) => [shape.id, shape]))
    const wordsOf = (id: string | undefined) =>
      id ? textOf(byId.get(id)?.props.richText).replaceAll(/\s+/g, ' ').trim() : null
    const kinds: Readonly<Record<string, string>> = {
      geo: 'box',
      note: 'note',
      text: 'text',
      draw: 'ink',
      highlight: 'ink',
      arrow: 'arrow',
    }
    const sizes: Readonly<Record<string, number>> = { s: 18, m: 24, l: 36, xl: 44 }
    return all.map((shape) => {
      const { x, y, w, h } = editor.getShapePageBounds(shape)
      const bound = editor.getBindingsFromShape(shape, 'arrow')
      const toOf = (terminal: string) => wordsOf(bound.find(({ props }) => props.terminal === terminal)?.toId)
      const { color, fill, dash, size } = shape.props
      return {
        kind: kinds[shape.type] ?? 'other',
        words: wordsOf(shape.id) ?? '',
        box: { x, y, w, h },
        tint: color === 'red' || color === 'blue' ? color : 'other',
        isFilled: fill !== undefined && fill !== 'none',
        isDashed: dash === 'dashed',
        width: sizes[String(size)] ?? 0,
        textSize: shape.props.richText ? (sizes[String(size)] ?? 0) : null,
        from: toOf('start'),
        to: toOf('end'),
      }
    }) as unknown as readonly Fact[]
  })
}
