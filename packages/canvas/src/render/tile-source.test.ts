import { recordKind, type ShapeBase } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Scene } from '../scene/scene.ts'
import type { KindOnCanvas, Kinds } from '../shapes/kind.ts'
import { builtIn, builtInKinds, createKinds } from '../shapes/kinds.ts'
import { plain } from '../testing/plain.ts'
import { createTileSource } from './tile-source.ts'

afterEach(() => vi.unstubAllGlobals())

/** How many workers are started when a board is much work. */
function workersFor(kinds: Kinds): number {
  let started = 0
  class CountedWorker {
    constructor() {
      started += 1
    }
    addEventListener(): void {}
    postMessage(): void {}
    terminate(): void {}
  }
  vi.stubGlobal('Worker', CountedWorker)
  vi.stubGlobal('OffscreenCanvas', class {})
  vi.stubGlobal('document', { styleSheets: [] })
  const scene = new Scene([], { ...plain, kinds })
  const source = createTileSource(new Y.Doc(), scene, { tile: () => undefined, text: () => undefined })
  source.help()
  source.dispose()
  return started
}

test('a worker draws a large board, but not where there are kinds that cannot be sent to it', () => {
  const picture: KindOnCanvas<ShapeBase> = { outline: () => [], draw: () => [] }
  const mine = { ...recordKind({ kind: 'mine', props: {}, style: { uses: [] } }), ...picture }
  expect(workersFor(builtInKinds)).toBe(1)
  expect(workersFor(createKinds([...builtIn, mine]))).toBe(0)
})
