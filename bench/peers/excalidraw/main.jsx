import '@excalidraw/excalidraw/index.css'
import { Excalidraw } from '@excalidraw/excalidraw'
import { createRoot } from 'react-dom/client'

// Excalidraw with a scene, as an app would embed it: /?scene=/scene.json
const elements = await (await fetch(new URLSearchParams(location.search).get('scene'))).json()

createRoot(document.getElementById('root')).render(
  <Excalidraw
    handleKeyboardGlobally
    initialData={{ elements, scrollToContent: true, appState: { viewBackgroundColor: '#ffffff' } }}
    excalidrawAPI={(api) => {
      window.excalidraw = api
    }}
  />,
)
