import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { palette, type Theme } from '../packages/canvas/src/picture.ts'

/** Writes the colours that the interface shares with the canvas as CSS variables, or compares the file with them. */

const rainbow = ['red', 'amber', 'green', 'sky', 'violet', 'red'] as const

/** The style sheet of the variables, from the palette of the canvas. */
export function tokensCss(colors: typeof palette): string {
  const rules = (theme: Theme, more: readonly string[]) => {
    const { canvas, dot, surface, muted, accent, inks } = colors[theme]
    const variables = Object.entries({ canvas, dot, surface, muted, accent, info: inks.sky })
    return [...variables.map(([name, value]) => `  --ink-${name}: ${value};`), ...more].join('\n')
  }
  const inRainbow = rainbow.map((ink) => colors.light.inks[ink]).join(', ')
  return `/* Written by \`node tools/tokens.ts --write\` from the palette of the canvas. */
.ink-root:where(:not([data-theme="inherit"])),
.ink-theme {
${rules('light', [`  --ink-rainbow: conic-gradient(${inRainbow});`])}
}

.ink-root[data-theme="dark"],
.ink-theme[data-theme="dark"] {
${rules('dark', [])}
}
`
}

function run(): number {
  const path = join(fileURLToPath(new URL('..', import.meta.url)), 'packages/react/src/tokens.css')
  const css = tokensCss(palette)
  if (process.argv.includes('--write')) writeFileSync(path, css)
  else if (readFileSync(path, 'utf8') !== css) {
    process.stderr.write('tokens.css differs from the palette of the canvas: run `node tools/tokens.ts --write`\n')
    return 1
  }
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = run()
