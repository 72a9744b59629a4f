import { seedOf } from '@inkbridge/types'
import type { Raw } from './raw.ts'

/** An element with every key that Excalidraw's `restore` would fill in. */
export function freshElement(type: string, id: string): Raw {
  return {
    ...{ id, type, x: 0, y: 0, width: 0, height: 0, angle: 0 },
    strokeColor: '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: 'solid',
    roughness: 0,
    opacity: 100,
    ...{ groupIds: [], frameId: null, index: null, roundness: null },
    seed: seedOf(id),
    version: 1,
    versionNonce: seedOf(`${id} 1`),
    ...{ isDeleted: false, boundElements: null, updated: 1, link: null, locked: false },
    ...(Object.hasOwn(own, type) ? own[type] : {}),
  }
}

const line = { points: [], lastCommittedPoint: null, startBinding: null, endBinding: null }

/** The keys that only some types have. */
const own: Readonly<Record<string, Raw>> = {
  line: { ...line, startArrowhead: null, endArrowhead: null, polygon: false },
  arrow: { ...line, startArrowhead: null, endArrowhead: null, elbowed: false },
  freedraw: { points: [], pressures: [], simulatePressure: true, lastCommittedPoint: null },
  image: { fileId: null, status: 'saved', scale: [1, 1], crop: null },
  frame: { name: null },
  text: {
    ...{ text: '', originalText: '', fontSize: 20, fontFamily: 5, lineHeight: 1.25 },
    ...{ textAlign: 'left', verticalAlign: 'top', containerId: null, autoResize: true },
  },
}
