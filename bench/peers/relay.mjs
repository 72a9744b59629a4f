import { createServer } from 'node:http'
import { Server } from 'socket.io'

/** The plain Socket.IO server of many tutorials: a client's messages go to everybody else on the board. */
const http = createServer()
const io = new Server(http)
io.on('connection', (socket) => {
  const { board } = socket.handshake.auth
  socket.join(board)
  socket.on('update', (update) => socket.to(board).emit('update', update))
})
http.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
