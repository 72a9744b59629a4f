import { expect, test } from 'vitest'
import { sniff } from './sniff.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\xff\xd8\xff\xe0', 'jpeg'],
  ['GIF87a', 'gif'],
  ['RIFF\0\0\0\0WEBPVP8 ', 'webp'],
  ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'avif'],
  ['\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf', 'avif'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'heic'],
  ['\0\0\0\x18ftypheix\0\0\0\0mif1heix', 'heic'],
  ['<svg/>', 'svg'],
  ['\xef\xbb\xbf <?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="c">', 'svg'],
  ['<svg:svg xmlns:svg="http://www.w3.org/2000/svg">', 'svg'],
])('%j is recognised as %s', (start, format) => {
  expect(sniff(latin1(start))).toEqual({ format })
})

test.each([
  ['', 'an empty file'],
  ['%PDF-1.7', 'a PDF'],
  ['PK\x03\x04', 'a ZIP archive or an office document'],
  ['RIFF\0\0\0\0WAVE', 'an audio or video file'],
  ['\0\0\0\x18ftypisom\0\0\0\0avc1', 'a video'],
  ['\xff\xff\xff\xffftyp', 'a video'],
  [' <!DOCTYPE html><svg>', 'a web page'],
  ['<svgs>', 'a text file'],
  ['\0\0', 'a file of an unknown type'],
])('%j is described as %s', (start, other) => {
  expect(sniff(latin1(start))).toEqual({ other })
})

test('comments without end take no time', () => {
  const begun = performance.now()
  expect(sniff(latin1('<!---->'.repeat(600)))).toEqual({ other: 'a text file' })
  expect(performance.now() - begun).toBeLessThan(200)
})
