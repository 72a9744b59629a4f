import type { ServerResponse } from 'node:http'

/** What describes a content that is not sent after all. */
const contentHeaders = ['Content-Type', 'Content-Disposition', 'Content-Encoding', 'Content-Length', 'ETag', 'Vary']

/** Makes a response whose answer failed fit for another. False, and the connection is closed, when a part was sent. */
export function startAgain(response: ServerResponse): boolean {
  if (response.headersSent) {
    // Half an answer must not look like a whole one.
    response.destroy()
    return false
  }
  for (const name of contentHeaders) response.removeHeader(name)
  return true
}

/** Ends a response whose answer failed, with 500 if nothing of it was sent. */
export function abandon(response: ServerResponse): void {
  if (!startAgain(response)) return
  response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end('Internal Server Error\n')
}
