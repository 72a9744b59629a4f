// The half of PDF.js that parses runs here beside the one that draws: this worker is ended when a file takes too long.
import 'pdfjs-dist/build/pdf.worker.mjs'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { drawPage, openDocument, problemOf } from './pdf-drawing.ts'
import type { PdfAnswer, PdfRequest } from './pdf-messages.ts'

let document: PDFDocumentProxy | null = null

async function answerTo(request: PdfRequest): Promise<PdfAnswer> {
  switch (request.type) {
    case 'open':
      try {
        document = await openDocument(new Uint8Array(await request.file.arrayBuffer()), request.files)
        return { type: 'opened', pages: document.numPages }
      } catch (error) {
        return { type: 'refused', problem: problemOf(error) }
      }
    case 'draw':
      return { type: 'drawn', page: document && (await drawPage(document, request.number).catch(() => null)) }
  }
}

self.addEventListener('message', ({ data }: MessageEvent<PdfRequest>) => {
  void answerTo(data).then((answer) => self.postMessage(answer))
})
self.postMessage({ type: 'ready' } satisfies PdfAnswer)
