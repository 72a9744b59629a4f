/** Minimum contrast of text (WCAG 2.2, level AA). */
export const leastContrast = 4.5

/** Returns the contrast of two colours (`#rrggbb`), 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Mixes a colour (`#rrggbb`) over another; `part` is its opacity, 0 to 1. */
export function mixed(above: string, below: string, part: number): string {
  const under = channels(below)
  return `#${channels(above)
    .map((value, at) => Math.round(((under[at] ?? 0) + (value - (under[at] ?? 0)) * part) * 255))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`
}

/** Returns a colour if it is readable on a background, else the nearest darker or lighter one that is. */
export function legible(color: string, ground: string): string {
  if (contrast(color, ground) >= leastContrast) return color
  const [black, white] = ['#000000', '#ffffff']
  const end = contrast(black, ground) > contrast(white, ground) ? black : white
  for (let part = 0.1; part < 1; part += 0.1) {
    const nearer = mixed(end, color, part)
    if (contrast(nearer, ground) >= leastContrast) return nearer
  }
  return end
}

/** Returns red, green and blue of `#rrggbb`, 0 to 1. */
export function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
}

/** Returns the relative luminance, 0 to 1. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
