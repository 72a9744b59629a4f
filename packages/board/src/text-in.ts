import { plainText } from '@inkbridge/types'
import type * as Y from 'yjs'
import { layoutOf } from './layout.ts'
import { readText } from './text.ts'

/** Properties of shapes that people write: the name of a frame, the description of an image. */
const writtenProps = ['name', 'alt', 'title'] as const

/**
 * Returns what people have written on a board, a line for each paragraph, without repetitions and in no particular
 * order: at most `most` UTF-16 code units. For a search.
 */
export function textIn(doc: Y.Doc, most: number): string {
  const { shapes, props, text } = layoutOf(doc)
  const lines = new Set<string>()
  let left = most
  const add = (line: string) => {
    const known = line.slice(0, left).trim()
    if (known === '' || lines.has(known)) return
    lines.add(known)
    left -= known.length + 1
  }
  for (const [id, value] of text) {
    if (left <= 0) break
    if (!shapes.has(id)) continue
    for (const line of plainText(readText(value) ?? []).split('\n')) add(line)
  }
  for (const [id, shape] of shapes) {
    if (left <= 0) break
    for (const line of written(shape, props.get(id))) add(line)
  }
  return [...lines].join('\n')
}

/** The written properties of a shape; those in `props` replace those it was created with. */
function written(shape: unknown, props: unknown): readonly string[] {
  return writtenProps.flatMap((name) => {
    const value = record(props)[name] ?? record(shape)[name]
    return typeof value === 'string' ? [value] : []
  })
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
