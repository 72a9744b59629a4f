import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** Makes writes to the disk fail while a file called `full` is in the data folder. */
const flag = join(process.env.DATA_DIR ?? '', 'full')
const writes = ['append', 'flush-journal', 'compact', 'probe', 'transaction']
const post = Worker.prototype.postMessage

Worker.prototype.postMessage = function (message: { id?: number; request?: { type?: string } }, transfer) {
  const refused = writes.includes(message.request?.type ?? '') && existsSync(flag)
  if (!refused) return post.call(this, message, transfer)
  setImmediate(() => this.emit('message', { id: message.id, problem: 'database or disk is full' }))
}
