// Joins a board by a link and draws a spiral while people watch: node bot.js 'http://localhost:3000/b/…#k=…'
import { openBoard } from '@inkbridge/board'
import { connect } from '@inkbridge/sync'
import { newShapeId } from '@inkbridge/types'
import { Doc } from 'yjs'

const { origin: url, pathname, hash } = new URL(process.argv[2])
const doc = new Doc()
const board = openBoard(doc)
const sync = connect({ doc, url, board: pathname.split('/')[2], token: hash.slice(3), name: 'Spiral bot' })

const id = newShapeId()
const point = (i) => ({ x: i * Math.cos(i / 9), y: i * Math.sin(i / 9), pressure: null, time: i * 16 })
const style = { color: 'violet', width: 4 }
board.apply([{ type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points: [point(0)] }])
for (let i = 1; i < 200; i += 1) {
  sync.setPresence({ cursor: point(i) })
  board.apply([{ type: 'ink-extend', id, points: [point(i)] }], { continues: true })
  await new Promise((resolve) => setTimeout(resolve, 16))
}
board.apply([{ type: 'ink-seal', id }], { continues: true })
await sync.settled()
sync.dispose()
