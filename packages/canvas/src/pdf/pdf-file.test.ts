import { expect, test } from 'vitest'
import { PictureTooLong } from '../picture.ts'
import { readPdf } from '../testing/read-pdf.ts'
import { PdfFile } from './pdf-file.ts'

test('objects are where the cross-reference table says, in any order of writing', async () => {
  const file = new PdfFile()
  const [root, info] = [file.reserve(), file.reserve()]
  const stream = file.putDeflated('', new TextEncoder().encode('0 0 m'))
  file.put('<</Title<FEFF>>>', info)
  file.put('<</Type/Catalog>>', root)
  expect(readPdf(await file.end({ root, info }))).toEqual({
    objects: new Map([
      [root, '<</Type/Catalog>>'],
      [info, '<</Title<FEFF>>>'],
      [stream, expect.stringMatching(/^<<\/Filter\/FlateDecode\/Length \d+>>$/)],
    ]),
    streams: new Map([[stream, '0 0 m']]),
    trailer: '<</Size 4/Root 1 0 R/Info 2 0 R>>',
  })
})

test('an object that is not written, or written twice, is a mistake', async () => {
  const file = new PdfFile()
  const root = file.reserve()
  await expect(file.end({ root, info: root })).rejects.toThrow('got none for 1')
  file.put('null', root)
  expect(() => file.put('null', root)).toThrow('expected a reserved object, got 1')
})

test('a file that exceeds its maximum size is aborted', async () => {
  const file = new PdfFile(1_000)
  file.putStream('', new Uint8Array(800))
  expect(() => file.putStream('', new Uint8Array(200))).toThrow(PictureTooLong)
  file.putDeflated('', crypto.getRandomValues(new Uint8Array(200)))
  await expect(file.compressed()).rejects.toThrow(PictureTooLong)
})
