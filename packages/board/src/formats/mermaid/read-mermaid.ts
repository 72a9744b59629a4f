import { no, ok, type Result } from '@inkbridge/types'
import type { Imported, ReadContext, Reader, ReportReason, SourceFile } from '../format.ts'
import { refusal } from '../refusal.ts'
import { flowchart } from './flowchart.ts'
import { sequence } from './sequence.ts'
import { editsOf, type Sketch } from './sketch.ts'

/** Characters of a diagram, and shapes it becomes. */
const [maxText, maxShapes] = [200_000, 4_000]

/** Reads flowcharts and sequence diagrams of Mermaid as shapes with bound arrows. Other diagrams are refused. */
export const mermaidReader: Reader = { format: 'mermaid', recognizes, read }

/** The first words of a diagram, after front matter, comments and directives. */
const start = /^\s*(?:---[\s\S]*?\n---\s*)?(?:%%.*\n\s*)*(?:graph|flowchart|sequenceDiagram)\b/

function recognizes({ name, bytes }: SourceFile): boolean {
  if (/\.(mmd|mermaid)$/i.test(name)) return true
  const text = new TextDecoder().decode(bytes.subarray(0, 4_096))
  return start.test(text) || /^\s*\{\s*"type"\s*:\s*"mermaid"/.test(text)
}

async function read({ bytes }: SourceFile, context: ReadContext): Promise<Result<Imported>> {
  if (bytes.length > maxText)
    return no(refusal('damaged-file', 'This Mermaid diagram is longer than 200,000 characters.'))
  const text = sourceIn(new TextDecoder().decode(bytes))
  const core = await import('pele/core')
  const diagrams = [await import('pele/diagrams/flowchart'), await import('pele/diagrams/sequence')]
  core.register(...diagrams.map((diagram) => diagram.default))
  const type = core.detectType(text)
  if (type !== 'flowchart' && type !== 'sequence')
    return no(
      refusal('not-a-board', 'Of Mermaid, flowcharts and sequence diagrams can be read. Insert this one as an image.'),
    )
  try {
    const model = core.parse(text)
    if (model.type === 'sequence') return drawn(sequence(model, context.newId), 0, context)
    if (model.type === 'flowchart') return drawn(flowchart(model, context.newId), model.subgraphs.length, context)
  } catch {
    // The parser throws for any mistake in the text.
  }
  return no(refusal('damaged-file', 'This Mermaid diagram has a mistake in it. Correct it, and try again.'))
}

/** The text of a diagram, which may be the definition in a record of JSON. */
function sourceIn(text: string): string {
  if (!text.trimStart().startsWith('{')) return text
  try {
    const { definition } = JSON.parse(text) as { readonly definition?: unknown }
    return typeof definition === 'string' ? definition : text
  } catch {
    return text
  }
}

function drawn(sketches: readonly Sketch[], omitted: number, context: ReadContext): Result<Imported> {
  if (sketches.length === 0) return no(refusal('damaged-file', 'This Mermaid diagram is empty.'))
  if (sketches.length > maxShapes)
    return no(refusal('damaged-file', 'This Mermaid diagram becomes more than 4,000 shapes. Divide it.'))
  const placeholders = new Map<ReportReason, number>(omitted > 0 ? [['shape', omitted]] : [])
  return ok({
    title: null,
    edits: editsOf(sketches, context),
    assets: [],
    ids: new Map(),
    report: { exact: sketches.length, approximated: new Map(), placeholders },
  })
}
