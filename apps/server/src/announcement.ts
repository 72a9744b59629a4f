import { isIPv6 } from 'node:net'
import { relative } from 'node:path'
import type { Config } from './config.ts'

type AnnouncementSettings = Pick<Config, 'host' | 'publicUrl' | 'dataDir'>

/** Returns the startup message: the URLs on this machine and the network, and the data folder. */
export function announcement(
  { host, publicUrl, dataDir }: AnnouncementSettings,
  port: number,
  network: readonly string[],
  cwd: string,
): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const lines = [
    'Inkbridge is running.',
    `  on this machine   ${addressOf(everywhere ? 'localhost' : host, port)}`,
    ...(everywhere ? network.map((ip) => `  on the network    ${addressOf(ip, port)}`) : []),
    ...(publicUrl ? [`  for everybody     ${publicUrl}`] : []),
    `  data              ${relative(cwd, dataDir) || '.'}`,
  ]
  return `${lines.join('\n')}\n`
}

/** An IPv6 address needs brackets in a URL. */
function addressOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
