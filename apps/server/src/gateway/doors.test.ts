import { expect, test } from 'vitest'
import { makeBoard, openBrowser } from '../http/testing/client.ts'
import { doors, visit } from '../http/testing/doors.ts'
import { startServer } from '../http/testing/server.ts'

test.each(doors)('%s lets in', async (door) => {
  const server = await startServer()
  const owner = openBrowser(server)
  const board = await makeBoard(owner)
  const outcome = await visit(server, door, board.id, { token: board.tokens.editor })
  expect(outcome).toMatchObject({ entered: door === 'yjs, stock' ? 'unknown' : 'editor' })
  const refused = await visit(server, door, board.id, { token: 'x'.repeat(32) })
  expect(refused).toEqual({ code: 4403 })
  await server.dispose()
})
