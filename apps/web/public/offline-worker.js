/**
 * Lets pages that were opened before open again without the network. Pages come from the network when it answers, and
 * what they are made of, which never changes under its name, from this device first. The boards themselves are kept by
 * the page, not here.
 */
const pages = 'inkbridge-pages-1'
const parts = 'inkbridge-parts-1'
/** A network that does not answer for so long counts as none, ms. */
const patienceMs = 4_000

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOldCaches()]))
})

/** A page tells what it is made of: some of that came before its worker. */
self.addEventListener('message', (event) => {
  const { page, made } = event.data
  event.waitUntil(Promise.all([keep(pages, [page]), keep(parts, made.filter(isPart))]))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (isPart(request.url)) event.respondWith(part(request))
  else if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(page(request, url.pathname))
})

function isPart(address) {
  return new URL(address, location.origin).pathname.startsWith('/_next/static/')
}

function isPage(path) {
  return path === '/' || path.startsWith('/b/')
}

async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  // A script of workers gets its parameters in the fragment of its address: that of another one is in the kept response.
  if (kept) return new Response(kept.body, kept)
  const response = await fetch(request)
  if (response.ok) await put(parts, request, response)
  return response
}

async function page(request, path) {
  const response = await Promise.race([fetch(request).catch(() => null), late()])
  if (response?.ok) await put(pages, path, response)
  // A server that answers, with whatever it is, is believed; a proxy that answers for one that is gone is not.
  if (response && response.status < 502) return response
  return (await caches.match(path, { ignoreVary: true })) ?? response ?? fetch(request)
}

function late() {
  return new Promise((resolve) => setTimeout(() => resolve(null), patienceMs))
}

async function put(name, key, response) {
  const copy = response.clone()
  const cache = await caches.open(name)
  await cache.put(key, copy).catch(() => {})
}

async function keep(name, addresses) {
  const cache = await caches.open(name)
  await Promise.all(
    addresses.map(async (address) => {
      if (await cache.match(address, { ignoreVary: true })) return
      const response = await fetch(address).catch(() => null)
      if (response?.ok) await cache.put(address, response).catch(() => {})
    }),
  )
}

async function forgetOldCaches() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('inkbridge-') && name !== pages && name !== parts)
  await Promise.all(old.map((name) => caches.delete(name)))
}
