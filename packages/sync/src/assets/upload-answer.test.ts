import { expect, test } from 'vitest'
import { assetNamed } from '../testing/asset-store-suite.ts'
import { at, failure } from '../testing/memory-asset-server.ts'
import { parseOffset, parseUploadAnswer, trouble } from './upload-answer.ts'

const asset = assetNamed('a')
const offset = (value: number) => ({ type: 'offset', offset: value })
const refused = (problem: string) => ({ type: 'refused', problem })
const empty = (status: number, headers = {}) => new Response(null, { status, headers })

test.each<readonly [string, Response, object]>([
  ['201 with the id', Response.json({ asset }, { status: 201 }), { type: 'complete' }],
  ['200 with the id', Response.json({ asset }), { type: 'complete' }],
  ['200 with another id', Response.json({ asset: assetNamed('b') }), trouble('no-answer')],
  ['a hotel’s page for signing in', new Response('<h1>Welcome</h1>'), trouble('no-answer')],
  ['200 with null', Response.json(null), trouble('no-answer')],
  ['200 with a list', Response.json([{ asset }]), trouble('no-answer')],
  ['204 with an offset', empty(204, at(900_000)), offset(900_000)],
  ['204 without one', empty(204), trouble('no-answer')],
  ['409 with an offset', empty(409, at(0)), offset(0)],
  ['409 with a negative one', failure(409, 'offset', at(-1)), trouble('offset')],
  ['409 of a damaged board', failure(409, 'damaged'), trouble('damaged')],
  ['422', failure(422, 'hash-mismatch'), { type: 'mismatch' }],
  ['413', failure(413, 'asset-too-large'), refused('asset-too-large')],
  ['413 of a proxy', new Response('<h1>413</h1>', { status: 413 }), refused('no-answer')],
  ['415', failure(415, 'unsupported-type'), refused('unsupported-type')],
  ['403', failure(403, 'role'), refused('role')],
  ['404', failure(404, 'no-board'), refused('no-board')],
  ['a request that was cut off', failure(400, 'cut-short'), trouble('cut-short')],
  ['a request that was too slow', failure(408, 'too-slow'), trouble('too-slow')],
  ['429', failure(429, 'too-many-requests', { 'Retry-After': '7' }), trouble('too-many-requests', 7_000)],
  ['a full disk', failure(507, 'disk-full'), trouble('disk-full')],
  ['a restart', new Response('Bad gateway', { status: 502 }), trouble('no-answer')],
  ['a wait of a year', failure(503, 'failed', { 'Retry-After': '31536000' }), trouble('failed', 300_000)],
  ['a negative wait', failure(503, 'failed', { 'Retry-After': '-5' }), trouble('failed')],
  ['a date to wait for', failure(503, 'failed', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }), trouble('failed')],
  ['a code that is no code', failure(413, '<b>__proto__</b>'), refused('no-answer')],
  ['an error that is no object', Response.json({ error: 'role' }, { status: 403 }), refused('no-answer')],
])('[I4] %s', async (_, response, answer) => {
  expect(await parseUploadAnswer(response, asset)).toEqual(answer)
})

test.each([
  ['0', 0],
  ['900000', 900_000],
  ['-1', null],
  ['1.5', null],
  ['1e3', null],
  ['NaN', null],
  ['Infinity', null],
  ['', null],
  [' 1', null],
  ['9'.repeat(16), null],
  [null, null],
])('[I2] of the header %j the offset is %j', (header, parsed) => {
  expect(parseOffset(header)).toBe(parsed)
})
