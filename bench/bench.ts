import { installPeers } from './lib/peers.ts'
import { acknowledged } from './scenarios/acknowledged.ts'
import { canvas } from './scenarios/canvas.ts'
import { documentBytes } from './scenarios/document.ts'
import { idle } from './scenarios/idle.ts'
import { loading } from './scenarios/loading.ts'
import { most, sync } from './scenarios/sync.ts'

/** `pnpm bench [scenario …]`: measures Inkbridge beside its peers and prints tables for bench/README.md. */

const scenarios: Readonly<Record<string, () => Promise<string>>> = {
  sync,
  most,
  acknowledged,
  document: documentBytes,
  loading,
  canvas,
  idle,
}

const chosen = process.argv.slice(2)
const unknown = chosen.find((name) => !scenarios[name])
if (unknown) {
  process.stderr.write(`There is no "${unknown}". There are: ${Object.keys(scenarios).join(', ')}.\n`)
  process.exit(1)
}
await installPeers()
for (const [name, run] of Object.entries(scenarios)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  process.stdout.write(`${await run()}\n\n`)
}
