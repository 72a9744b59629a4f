import type { ServerResponse } from 'node:http'
import { failed, type HttpProblem, retryAfterSeconds } from './problem.ts'

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

/** Ends a response with an error: as text for a person who opens a page, else as JSON. */
export function refuse(response: ServerResponse, problem: HttpProblem): void {
  const { status, message, body, retryAfterMs } = problem
  const isPage = response.req.headers.accept?.includes('text/html')
  if (status === 429) response.setHeader('Retry-After', retryAfterSeconds(retryAfterMs))
  const type = isPage ? 'text/plain' : 'application/json'
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' })
  response.end(isPage ? `${message}\n` : JSON.stringify(body))
}

/** Ends a response whose answer failed, with 500 if nothing of it was sent. */
export function abandon(response: ServerResponse): void {
  if (startAgain(response)) refuse(response, failed)
}
