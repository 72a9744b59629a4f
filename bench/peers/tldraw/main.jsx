import 'tldraw/tldraw.css'
import { createRoot } from 'react-dom/client'
import { buildFromV1Document, compressLegacySegments, createShapeId, parseTldrawJsonFile, Tldraw } from 'tldraw'

// tldraw with a scene, as an app would embed it: /?scene=/scene.json, plain strokes and rectangles
const scene = new URLSearchParams(location.search).get('scene')
const { strokes, rects } = scene ? await (await fetch(scene)).json() : { strokes: [], rects: [] }
Object.assign(window, { buildFromV1Document, parseTldrawJsonFile })

window.strokeShape = ({ color, points }, id) => {
  const [x, y] = points[0]
  const segments = [{ type: 'free', points: points.map(([px, py]) => ({ x: px - x, y: py - y, z: 0.5 })) }]
  return {
    id: createShapeId(id),
    type: 'draw',
    x,
    y,
    props: { color, size: 's', segments: compressLegacySegments(segments), isComplete: true, isPen: false },
  }
}

const shapes = [
  ...strokes.map((stroke, index) => window.strokeShape(stroke, `s${index}`)),
  ...rects.map(([x, y, w, h], index) => ({
    id: createShapeId(`r${index}`),
    type: 'geo',
    x,
    y,
    props: { geo: 'rectangle', w, h, color: 'black', size: 's', dash: 'solid' },
  })),
]

createRoot(document.getElementById('root')).render(
  <Tldraw
    options={{ maxShapesPerPage: 1_000_000 }}
    onMount={(editor) => {
      window.tldraw = editor
      editor.user.updateUserPreferences({ animationSpeed: 0 })
      editor.createShapes(shapes)
      editor.zoomToFit()
    }}
  />,
)
