import { byteString, bytesOf, fromBase64, toBase64 } from '../../base64.ts'
import { encodeScene } from './encoded-scene.ts'
import { sceneType } from './png-scene.ts'

const [start, end] = ['<!-- payload-start -->', '<!-- payload-end -->']

/** The encoded scene in an SVG; null: the scene is missing, or not base64. */
export function sceneInSvg(svg: string): string | null {
  const from = svg.indexOf(start)
  const to = svg.indexOf(end, from)
  if (!svg.includes(`payload-type:${sceneType}`) || from < 0 || to < 0) return null
  const bytes = fromBase64(svg.slice(from + start.length, to))
  if (!bytes) return null
  const [, version = '1'] = /<!-- payload-version:(\d+) -->/.exec(svg) ?? []
  // Version 1 has the byte string as UTF-8.
  return version === '1' ? new TextDecoder().decode(bytes) : byteString(bytes)
}

/** Returns an SVG with a scene in its metadata; null: it has no root element. */
export function svgWithScene(svg: string, scene: string): string | null {
  const root = /<svg\b[^>]*>/.exec(svg)
  if (!root) return null
  const at = root.index + root[0].length
  const payload = toBase64(bytesOf(encodeScene(scene)))
  const head = `<!-- payload-type:${sceneType} --><!-- payload-version:2 -->`
  return `${svg.slice(0, at)}<!-- svg-source:excalidraw --><metadata>${head}${start}${payload}${end}</metadata>${svg.slice(at)}`
}
