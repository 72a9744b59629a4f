import { expect, test } from 'vitest'
import { fileOnClipboard } from './clip-files.ts'

test.each([
  ['shapes of Excalidraw', '{"type":"excalidraw/clipboard","elements":[]}', '', 'clipboard.excalidraw'],
  ['shapes of tldraw', 'words', '<meta charset="utf-8"><div data-tldraw>{}</div>', 'clipboard.html'],
  ['SVG source', ' <svg xmlns="http://www.w3.org/2000/svg"></svg>', '', 'image.svg'],
  ['SVG source with a declaration', '<?xml version="1.0"?>\n<svg></svg>', '', 'image.svg'],
  ['a flowchart', 'flowchart LR\n  A --> B', '', 'diagram.mmd'],
  ['a graph without a direction', 'graph;\nA-->B', '', 'diagram.mmd'],
  ['a sequence', 'sequenceDiagram\n  A->>B: hi', '', 'diagram.mmd'],
  ['text', 'graph paper is useful', '', null],
  ['JSON of something else', '{"type":"FeatureCollection"}', '', null],
  ['a page', 'words', '<p>words</p>', null],
])('%s', (_name, text, html, file) => {
  expect(fileOnClipboard(text, html)?.name ?? null).toBe(file)
})
