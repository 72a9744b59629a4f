import { installPeers } from './lib/peers.ts'
import { acknowledged } from './scenarios/acknowledged.ts'
import { canvas } from './scenarios/canvas.ts'
import { crowds, most } from './scenarios/crowds.ts'
import { documentBytes } from './scenarios/document.ts'
import { exchange } from './scenarios/exchange.ts'
import { formats } from './scenarios/formats.ts'
import { idle } from './scenarios/idle.ts'
import { images } from './scenarios/images.ts'
import { loading } from './scenarios/loading.ts'
import { many } from './scenarios/many.ts'
import { notes } from './scenarios/notes.ts'
import { panels } from './scenarios/panels.ts'
import { strokes } from './scenarios/strokes.ts'
import { countGestures } from './scenarios/tasks.ts'

/** `pnpm bench [scenario …]`: measures Inkbridge beside its peers and prints tables for bench/README.md. */

const scenarios: Readonly<Record<string, () => Promise<string>>> = {
  crowds,
  most,
  loading,
  idle,
  acknowledged,
  document: documentBytes,
  canvas,
  strokes,
  notes,
  many,
  panels,
  formats,
  images,
  exchange,
  tasks: countGestures,
}
/** Names for several scenarios. */
const groups: Readonly<Record<string, readonly string[]>> = { sync: ['crowds', 'most', 'loading', 'idle'] }

const asked = process.argv.slice(2)
const chosen = asked.flatMap((name) => groups[name] ?? name)
const unknown = chosen.find((name) => !scenarios[name])
if (unknown) {
  const names = [...Object.keys(groups), ...Object.keys(scenarios)].join(', ')
  process.stderr.write(`There is no "${unknown}". There are: ${names}.\n`)
  process.exit(1)
}
await installPeers()
for (const [name, run] of Object.entries(scenarios)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  process.stdout.write(`${await run()}\n\n`)
}
