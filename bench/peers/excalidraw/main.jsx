import '@excalidraw/excalidraw/index.css'
import * as library from '@excalidraw/excalidraw'
import { createRoot } from 'react-dom/client'

// Excalidraw with a scene, as an app would embed it: /?scene=/scene.json
const { Excalidraw } = library
const scene = new URLSearchParams(location.search).get('scene')
const given = scene ? await (await fetch(scene)).json() : []
// A scene with images has their files too.
const { elements, files } = Array.isArray(given) ? { elements: given, files: {} } : given
window.excalidrawLibrary = library

createRoot(document.getElementById('root')).render(
  <Excalidraw
    handleKeyboardGlobally
    initialData={{ elements, files, scrollToContent: true, appState: { viewBackgroundColor: '#ffffff' } }}
    excalidrawAPI={(api) => {
      window.excalidraw = api
    }}
  />,
)
