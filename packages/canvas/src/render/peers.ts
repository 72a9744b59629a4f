import type { Peer, ScreenPoint, WorldPoint } from '@inkbridge/types'
import { type Camera, toScreen, type ViewSize } from '../viewport/viewport.ts'
import { LaserTrail } from './laser-trail.ts'

/** Time constant of cursor smoothing, ms: positions arrive thirty times a second. */
const lagMs = 45
/** A name fades out after this time without movement, ms, within `fadeMs`. */
const restMs = 5_000
const fadeMs = 300
/** Distance of people out of view from the edge, CSS pixels. */
const edgePx = 24

interface ShownCursor {
  peer: Peer
  x: number
  y: number
  movedAt: number
  readonly laser: LaserTrail
}

/** Draws the cursors of others; each glides to its last known position. */
export class PeerCursors {
  readonly #shown = new Map<number, ShownCursor>()
  #drawnAt = 0

  set(peers: readonly Peer[], now: number): void {
    const here = new Set(peers.filter(({ cursor }) => cursor !== null).map(({ clientId }) => clientId))
    for (const clientId of this.#shown.keys()) if (!here.has(clientId)) this.#shown.delete(clientId)
    for (const peer of peers) {
      const { cursor, clientId } = peer
      if (!cursor) continue
      const known = this.#shown.get(clientId)
      const moved = known?.peer.cursor?.x !== cursor.x || known.peer.cursor.y !== cursor.y
      if (known) Object.assign(known, { peer, movedAt: moved ? now : known.movedAt })
      else this.#shown.set(clientId, { peer, x: cursor.x, y: cursor.y, movedAt: now, laser: new LaserTrail() })
    }
  }

  /** Draws all cursors. Returns true while one is moving or fading. */
  paint(context: CanvasRenderingContext2D, camera: Camera, size: ViewSize, now: number): boolean {
    const part = 1 - Math.exp(-Math.min(100, now - this.#drawnAt) / lagMs)
    this.#drawnAt = now
    let moving = false
    for (const shown of this.#shown.values()) {
      const target = shown.peer.cursor ?? shown
      shown.x += (target.x - shown.x) * part
      shown.y += (target.y - shown.y) * part
      if (Math.hypot(target.x - shown.x, target.y - shown.y) * camera.zoom > 0.25) moving = true
      shown.laser.moveTo(shown.peer.laser ? { x: shown.x, y: shown.y } : null, now)
      if (shown.laser.isSeen && shown.laser.paint(context, camera, shown.peer.user.color, now)) moving = true
      const age = now - shown.movedAt
      if (age < restMs + fadeMs) moving = true
      paintCursor(
        context,
        shown.peer,
        toScreen(shown as WorldPoint, camera),
        size,
        Math.min(1, Math.max(0, (restMs + fadeMs - age) / fadeMs)),
      )
    }
    return moving
  }
}

const arrow = 'M0 0L4.2 13.2L6.9 7.9L12.4 6Z'

function paintCursor(
  context: CanvasRenderingContext2D,
  { user, caret }: Peer,
  at: ScreenPoint,
  size: ViewSize,
  name: number,
): void {
  const inView = at.x >= 0 && at.y >= 0 && at.x <= size.width && at.y <= size.height
  // The caret shows where a person types; a cursor at rest would cover the text.
  if (inView && caret) return
  const x = Math.min(size.width - edgePx, Math.max(edgePx, at.x))
  const y = Math.min(size.height - edgePx, Math.max(edgePx, at.y))
  context.save()
  context.translate(inView ? at.x : x, inView ? at.y : y)
  context.lineJoin = 'round'
  if (inView) {
    const path = new Path2D(arrow)
    context.strokeStyle = '#ffffff'
    context.lineWidth = 3
    context.stroke(path)
    context.fillStyle = user.color
    context.fill(path)
    context.globalAlpha = name
    if (name > 0) paintName(context, user.name, user.color, 10, 13)
  } else {
    context.beginPath()
    context.arc(0, 0, 5, 0, 2 * Math.PI)
    context.fillStyle = user.color
    context.fill()
    context.strokeStyle = '#ffffff'
    context.lineWidth = 2
    context.stroke()
  }
  context.restore()
}

/** Draws a name in a person's colour, with its top left or right at a point. */
export function paintName(
  context: CanvasRenderingContext2D,
  name: string,
  color: string,
  x: number,
  y: number,
  endsThere = false,
): void {
  context.font = '600 11px "Inter Variable", Inter, system-ui, sans-serif'
  const width = context.measureText(name).width + 14
  const left = endsThere ? x - width : x
  context.fillStyle = color
  context.beginPath()
  context.roundRect(left, y, width, 20, 7)
  context.fill()
  context.fillStyle = '#ffffff'
  context.textBaseline = 'middle'
  context.fillText(name, left + 7, y + 10.5)
}
