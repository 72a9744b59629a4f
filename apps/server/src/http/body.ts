import type { IncomingMessage } from 'node:http'

/** A request that is answered with an error; the message is fit to be shown. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Reads the JSON of a request, at most `maxBytes` of it. Rejects with an `HttpProblem`. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(type)) {
    throw new HttpProblem(415, 'not-json', 'Send JSON, with Content-Type: application/json. Nothing was changed.')
  }
  const text = (await readBody(request, maxBytes)).toString('utf8')
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new HttpProblem(400, 'bad-json', 'The body is not valid JSON. Nothing was changed.')
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new HttpProblem(
    413,
    'too-large',
    `The body is larger than the ${maxBytes} bytes allowed. Nothing was changed.`,
  )
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge
  const parts: Buffer[] = []
  let size = 0
  // The rest of a body that is too large is left to Node, so that the sender gets to read why.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > maxBytes) throw tooLarge
    parts.push(part)
  }
  return Buffer.concat(parts)
}
