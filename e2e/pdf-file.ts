import type { GivenFile } from './given-files.ts'

interface PdfParts {
  /** Of the catalogue, and of the trailer. */
  readonly catalogue?: string
  readonly trailer?: string
  readonly box?: string
}

/** A PDF of pages, A5 by default, each yellow in its lower half, with its number in Helvetica, which is not in the file. */
export function pdf(
  name: string,
  count: number,
  { catalogue = '', trailer = '', box = '0 0 420 595' }: PdfParts = {},
): GivenFile {
  const kids = Array.from({ length: count }, (_, index) => `${4 + index * 2} 0 R`).join(' ')
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${count} /MediaBox [${box}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...Array.from({ length: count }, (_, index) => {
      const drawing = `1 0.8 0 rg 0 0 420 300 re f 0 g BT /F 200 Tf 150 330 Td (${index + 1}) Tj ET`
      const resources = '/Resources << /Font << /F 3 0 R >> >>'
      return [
        `<< /Type /Page /Parent 2 0 R /Contents ${5 + index * 2} 0 R ${resources} >>`,
        `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
      ]
    }).flat(),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`
  return { name, type: 'application/pdf', bytes: Buffer.from(text, 'latin1') }
}
