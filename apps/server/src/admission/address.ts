import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'

/** The client's address as limits count it: an IPv4 address, or the /64 network of an IPv6 address. */
export type AddressOf = (request: IncomingMessage) => string

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Whether an address is one of `TRUSTED_PROXIES`. */
function trustOf({ trustedProxies }: Pick<Config, 'trustedProxies'>): (address: Address) => boolean {
  const trusted = trustedProxies.map(({ address, bits }) => {
    const network = ipaddr.parse(address)
    return { network, bits: bits ?? (network.kind() === 'ipv6' ? 128 : 32) }
  })
  return (address) =>
    trusted.some(({ network, bits }) => address.kind() === network.kind() && address.match(network, bits))
}

/** Returns the remote address of a connection as limits count it; null for a trusted proxy, or when the socket is gone. */
export function createPeerOf(config: Pick<Config, 'trustedProxies'>): (socket: Socket) => string | null {
  const isTrusted = trustOf(config)
  return ({ remoteAddress = '' }) => {
    const address = parseAddress(remoteAddress)
    return address && !isTrusted(address) ? networkOf(address) : null
  }
}

/**
 * Returns a reader of the name that a trusted proxy has given in `AUTH_HEADER`; null: none. Only the peer of the
 * connection counts: a header that a client sends elsewhere is ignored.
 */
export function createProxyUser(
  config: Pick<Config, 'trustedProxies' | 'authHeader'>,
): (request: IncomingMessage) => string | null {
  const isTrusted = trustOf(config)
  const { authHeader } = config
  return ({ socket, headers }) => {
    const peer = authHeader === null ? null : parseAddress(socket.remoteAddress ?? '')
    const name = headers[authHeader ?? '']
    return peer && isTrusted(peer) && typeof name === 'string' && /^[^\p{Cc}]{1,254}$/u.test(name) ? name : null
  }
}

/** Returns a reader of the client's address. Trusts `X-Forwarded-For` only as far as `TRUSTED_PROXIES` wrote it. */
export function createAddressOf(config: Config, logger: Logger): AddressOf {
  const isTrusted = trustOf(config)
  let warned = false

  return (request) => {
    let address = parseAddress(request.socket.remoteAddress ?? '')
    // A socket that has closed already has no address.
    if (!address) return 'unknown'
    const forwarded = request.headers['x-forwarded-for']
    if (forwarded === undefined) return networkOf(address)
    if (!isTrusted(address)) {
      if (!warned)
        logger.warn(
          { from: networkOf(address) },
          'requests come through a proxy that is not in TRUSTED_PROXIES: everybody behind it shares the limits of one address',
        )
      warned = true
      return networkOf(address)
    }
    // Each proxy appends its peer, so the client is the first entry from the right that is not one of our proxies.
    for (const hop of String(forwarded).split(',').reverse()) {
      const next = parseAddress(hop)
      if (!next) break
      address = next
      if (!isTrusted(next)) break
    }
    return networkOf(address)
  }
}

/** Reads an address with or without brackets, port and zone id. An IPv4 address in IPv6 form is an IPv4 address. */
function parseAddress(text: string): Address | null {
  const trimmed = text.trim()
  const host =
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? /^([\d.]+)(?::\d{1,5})?$/.exec(trimmed)?.[1] ?? trimmed
  const [bare = ''] = host.split('%')
  // ipaddr.js also accepts octal, hexadecimal and shortened IPv4 addresses, which no proxy writes.
  return isIP(bare) === 0 ? null : ipaddr.process(bare)
}

/** Groups IPv6 addresses by /64, since a household or a phone has one. */
function networkOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`
}
