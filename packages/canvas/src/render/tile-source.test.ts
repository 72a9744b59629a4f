import { recordKind, type ShapeBase } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Scene } from '../scene/scene.ts'
import type { KindOnCanvas, Kinds } from '../shapes/kind.ts'
import { builtIn, builtInKinds, createKinds } from '../shapes/kinds.ts'
import { plain } from '../testing/plain.ts'
import { createTileSource } from './tile-source.ts'

afterEach(() => vi.unstubAllGlobals())

/** Returns the number of workers that heavy work starts. */
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
  const source = createTileSource(new Y.Doc(), scene, {
    tile: () => undefined,
    text: () => undefined,
    images: () => undefined,
  })
  source.useWorker()
  source.dispose()
  return started
}

test('a worker draws a large board, unless there are kinds that cannot be sent to it', () => {
  const picture: KindOnCanvas<ShapeBase> = { outline: () => [], draw: () => [] }
  const mine = { ...recordKind({ kind: 'mine', props: {}, style: { uses: [] } }), ...picture }
  expect(workersFor(builtInKinds)).toBe(1)
  expect(workersFor(createKinds([...builtIn, mine]))).toBe(0)
})
