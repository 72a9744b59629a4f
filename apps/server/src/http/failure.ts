import type { ServerResponse } from 'node:http'
import { failed, type HttpProblem, retryAfterSeconds } from './problem.ts'

/** Headers of a body that is not sent after all. */
const contentHeaders = ['Content-Type', 'Content-Disposition', 'Content-Encoding', 'Content-Length', 'ETag', 'Vary']

/** Resets a response whose answer failed. Returns false and closes the connection when a part was already sent. */
export function startAgain(response: ServerResponse): boolean {
  if (response.headersSent) {
    // A part of an answer must not look complete.
    response.destroy()
    return false
  }
  for (const name of contentHeaders) response.removeHeader(name)
  return true
}

/** Ends a response with an error: as text for a person who opens a page, else as JSON. */
export function refuse(response: ServerResponse, problem: HttpProblem): void {
  const { status, message, body, retryAfterMs } = problem
  const isPage = response.req.headers.accept?.includes('text/html')
  if (status === 429) response.setHeader('Retry-After', retryAfterSeconds(retryAfterMs))
  const type = isPage ? 'text/plain' : 'application/json'
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' })
  response.end(isPage ? `${message}\n` : JSON.stringify(body))
}

/** Ends a response whose answer failed, with 500 if nothing was sent yet. */
export function abandon(response: ServerResponse): void {
  if (startAgain(response)) refuse(response, failed)
}
