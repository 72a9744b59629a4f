import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'

/** Where somebody connects from, for limits: an IPv4 address, or the /64 an IPv6 address is of. */
export type AddressOf = (request: IncomingMessage) => string

/** `X-Forwarded-For` is believed as far as `TRUSTED_PROXIES` have written it, and not at all without them. */
export function createAddressOf({ trustedProxies }: Config, logger: Logger): AddressOf {
  const trusted = new BlockList()
  for (const { address, bits } of trustedProxies) {
    if (bits === null) trusted.addAddress(address, family(address))
    else trusted.addSubnet(address, bits, family(address))
  }
  let warned = false

  function believed(address: string): boolean {
    return isIP(address) !== 0 && trusted.check(address, family(address))
  }

  return (request) => {
    let address = plain(request.socket.remoteAddress ?? '')
    const forwarded = request.headers['x-forwarded-for']
    if (forwarded === undefined) return shortened(address)
    if (!believed(address)) {
      if (!warned)
        logger.warn(
          { from: address },
          'requests come through a proxy that is not in TRUSTED_PROXIES: everybody behind it shares the limits of one address',
        )
      warned = true
      return shortened(address)
    }
    // Each proxy adds who spoke to it: the first from the right that is no proxy of ours is the one.
    for (const hop of String(forwarded).split(',').reverse()) {
      const next = plain(hop.trim())
      if (isIP(next) === 0) break
      address = next
      if (!believed(next)) break
    }
    return shortened(address)
  }
}

/** An IPv4 address that came over an IPv6 socket is an IPv4 address. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

/** One household or phone has a whole /64. */
function shortened(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const middle = address.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : []
  const groups = [...before, ...middle, ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
