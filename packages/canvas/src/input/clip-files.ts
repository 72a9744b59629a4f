/**
 * Returns what was copied in another program as a file; null: it is text. Recognizes SVG source, diagrams of Mermaid, and
 * drawings of Excalidraw and tldraw.
 */
export function fileOnClipboard(text: string, html: string): File | null {
  const start = text.slice(0, 400).trimStart()
  if (/^\{\s*"type"\s*:\s*"excalidraw/.test(start)) return new File([text], 'clipboard.excalidraw')
  if (html.includes('<div data-tldraw')) return new File([html], 'clipboard.html', { type: 'text/html' })
  if (/^(?:<\?xml[^>]*>\s*)?<svg[\s>]/i.test(start)) return new File([text], 'image.svg', { type: 'image/svg+xml' })
  return isMermaid(text) ? new File([text], 'diagram.mmd') : null
}

function isMermaid(text: string): boolean {
  return /^\s*(?:(?:graph|flowchart)(?:\s+(?:TB|TD|BT|RL|LR))?\s*[;\n]|sequenceDiagram\s*\n)/.test(text)
}
