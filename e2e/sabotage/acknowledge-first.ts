import { Worker } from 'node:worker_threads'

/** Takes a defence out of the server it is loaded into: an edit is acknowledged at once and written a second later. */
const delayMs = 1_000
const post = Worker.prototype.postMessage

Worker.prototype.postMessage = function (message: { id?: number; request?: { type?: string } }, transfer) {
  if (message.request?.type !== 'append') return post.call(this, message, transfer)
  this.emit('message', { id: message.id, result: null })
  setTimeout(() => post.call(this, { ...message, id: -1 }, transfer), delayMs)
}
