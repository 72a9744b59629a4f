import type { Box, Edit, InkPoint, Pin, Place, Shape } from '@inkbridge/types'

interface Offset {
  readonly x: number
  readonly y: number
}

/** Returns the edits of an import, with everything they place moved by an offset, world units. */
export function movedEdits(edits: readonly Edit[], by: Offset): readonly Edit[] {
  return by.x === 0 && by.y === 0 ? edits : edits.map((edit) => movedEdit(edit, by))
}

function movedEdit(edit: Edit, by: Offset): Edit {
  switch (edit.type) {
    case 'create': {
      const pins =
        'pins' in edit.shape && edit.shape.pins ? { pins: edit.shape.pins.map((pin) => movedPin(pin, by)) } : {}
      return { ...edit, shape: { ...edit.shape, at: movedPlace(edit.shape.at, by), ...pins } as typeof edit.shape }
    }
    case 'place':
      return { ...edit, at: movedPlace(edit.at, by) }
    case 'ink-add': {
      const points = edit.points.map((point): InkPoint => ({ ...point, x: point.x + by.x, y: point.y + by.y }))
      return { ...edit, points, ...(edit.at ? { at: movedPlace(edit.at, by) } : {}) }
    }
    case 'props': {
      const { pins } = edit.props
      const props = Array.isArray(pins)
        ? { ...edit.props, pins: pins.map((pin: Pin) => movedPin(pin, by)) }
        : edit.props
      return { ...edit, props, ...(edit.at ? { at: movedPlace(edit.at, by) } : {}) }
    }
    default:
      return edit
  }
}

function movedPlace(at: Place, by: Offset): Place {
  return { ...at, x: at.x + by.x, y: at.y + by.y }
}

function movedPin(pin: Pin, by: Offset): Pin {
  return { ...pin, at: pin.at + by[pin.axis] }
}

/** Gap between the content of a board and what is imported beside it, world units. */
const gap = 80

/** Returns how far an import is moved to be beside the content of a board; not at all where it does not meet that. */
export function offsetBeside(imported: Box | null, content: Box | null): Offset {
  const meets =
    content !== null &&
    imported !== null &&
    imported.minX < content.maxX &&
    imported.maxX > content.minX &&
    imported.minY < content.maxY &&
    imported.maxY > content.minY
  return meets ? { x: content.maxX + gap - imported.minX, y: content.minY - imported.minY } : { x: 0, y: 0 }
}

/** Returns the box of the shapes that edits create, without their rotation; null: they create none. */
export function boxOfEdits(edits: readonly Edit[]): Box | null {
  const box = new GrowingBox()
  for (const edit of edits) {
    if (edit.type === 'create') box.addPlace(edit.shape.at)
    else if (edit.type === 'ink-add' && edit.at) box.addPlace(edit.at)
    else if (edit.type === 'ink-add') for (const { x, y } of edit.points) box.add(x, y)
  }
  return box.found
}

/** Returns the box of shapes, without their rotation; null for an empty list. */
export function boxOfShapes(shapes: readonly Shape[]): Box | null {
  const box = new GrowingBox()
  for (const { at } of shapes) box.addPlace(at)
  return box.found
}

class GrowingBox {
  #minX = Number.POSITIVE_INFINITY
  #minY = Number.POSITIVE_INFINITY
  #maxX = Number.NEGATIVE_INFINITY
  #maxY = Number.NEGATIVE_INFINITY

  /** Null: nothing was added. */
  get found(): Box | null {
    const [minX, minY, maxX, maxY] = [this.#minX, this.#minY, this.#maxX, this.#maxY]
    return minX <= maxX ? { minX, minY, maxX, maxY } : null
  }

  add(x: number, y: number): void {
    this.#minX = Math.min(this.#minX, x)
    this.#minY = Math.min(this.#minY, y)
    this.#maxX = Math.max(this.#maxX, x)
    this.#maxY = Math.max(this.#maxY, y)
  }

  addPlace({ x, y, w, h }: Place): void {
    this.add(x, y)
    this.add(x + w, y + h)
  }
}
