import { assetProblem, inSlices, parseSteps } from '@inkbridge/board'
import { assetIdOf } from '@inkbridge/sync'
import { no, ok, type Result } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'

/** Larger documents, characters without images, are added by the server, which does it in slices. */
const maxHere = 2_097_152

/** Adds the content of a board that was saved as a file, with its images; returns how many shapes it has. */
export async function openBoardFile(bytes: Uint8Array, open: OpenBoard): Promise<Result<number>> {
  const { api, board, editor, session } = open
  const text = new TextDecoder().decode(bytes)
  const input = parsed(text)
  const file = await inSlices(parseSteps(input, editor.kinds.records))
  if (!file.ok) return file
  const { assets } = file.value
  const problem = await assetProblem(assets, (bytes) => assetIdOf(new Uint8Array(bytes)))
  if (problem) return no(problem)
  for (const { type, bytes } of assets) await session.assets.add(new Blob([new Uint8Array(bytes)], { type }))
  const document = Object(input).assets === undefined ? text : JSON.stringify({ ...Object(input), assets: undefined })
  if (document.length > maxHere && session.sync.status.connection === 'live')
    return ok((await api.import(board, document)).shapes)
  return ok(session.board.add(file.value))
}

/** Undefined for what is not JSON, which `parseJson` refuses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
