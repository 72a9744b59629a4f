import { expect, test } from 'vitest'
import { closeEvent, frameEvent, type Packet, packetParser } from './packet.ts'

function decoded(message: string | ArrayBuffer | Uint8Array): Packet[] {
  const packets: Packet[] = []
  const decoder = new packetParser.Decoder()
  decoder.on('decoded', (packet) => packets.push(packet))
  decoder.add(message)
  return packets
}

const encoder = new packetParser.Encoder()

test('[P1] a frame is one binary message, byte for byte', () => {
  const frame = Uint8Array.of(0, 2, 1, 9)
  const packet: Packet = { type: 2, nsp: '/', data: [frameEvent, frame] }
  expect(encoder.encode(packet)).toEqual([frame])
  expect(decoded(frame)).toEqual([packet])
  expect(decoded(frame.buffer)).toEqual([packet])
})

test.each<Packet>([
  { type: 0, nsp: '/', data: { board: 'b' } },
  { type: 1, nsp: '/' },
  { type: 2, nsp: '/', data: [closeEvent, { code: 4403, message: 'no' }] },
  { type: 4, nsp: '/', data: { message: 'no' } },
])('[P2] packet %j is one line of JSON', (packet) => {
  const [text] = encoder.encode(packet)
  expect(decoded(String(text))).toEqual([packet])
})

test('[P3] a packet of more than 16,384 characters is refused', () => {
  const connect = (length: number) => JSON.stringify([0, { board: 'b'.repeat(length - 16) }])
  expect(connect(16_384)).toHaveLength(16_384)
  expect(decoded(connect(16_384))).toHaveLength(1)
  expect(() => decoded(connect(16_385))).toThrow('too long')
})

test.each([
  '',
  'x',
  '{}',
  '[]',
  '[9]',
  '[2,["connect"]]',
  '[2,["disconnecting"]]',
  '[0,"x"]',
  '[0,null]',
  '[1,2,3]',
  '["0"]',
])('[P3] %s is not a packet', (text) => {
  expect(() => decoded(text)).toThrow()
})
