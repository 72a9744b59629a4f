import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { runLoad } from './lib/run-load.ts'
for (const [n, clients, drawers, hz] of [[1,2,1,60],[1,50,10,60],[1,300,10,60],[500,2,1,10]] as const) {
const server = await TestServer.start()
const boards = []
for (let i=0;i<n;i++) { const { id, tokens } = await createBoard(server); boards.push({ id, token: tokens.editor }) }
const r = await runLoad({ door: 'yjs', url: server.url, path: '/yjs', boards, clients, drawers, hz, warmMs: 1000, runMs: 5000 }, server.pid)
console.log(n, clients, drawers, 'p50', r.p50.toFixed(2), 'p99', r.p99.toFixed(1), 'cores', r.cores.toFixed(3), 'msgs', r.messagesADelivery.toFixed(3), r.delivered === r.expected)
await server.dispose()
}
