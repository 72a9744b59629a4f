import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Common proxies, with the configurations that are shipped. */
export type ProxyName = 'nginx' | 'haproxy'

/**
 * `shipped`: as in `deploy/`. `defaults`: no setting that a proxy has a default for: a body is at most 1 MB, requests
 * are read completely before they are passed on. `no-upgrades`: the same, and WebSocket is not passed on.
 */
export type Manner = 'shipped' | 'defaults' | 'no-upgrades'

const shipped: Readonly<Record<ProxyName, string>> = {
  nginx: '../deploy/nginx/inkbridge.conf',
  haproxy: '../deploy/haproxy/haproxy.cfg',
}

/** The path of a program, or null. */
export function find(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null
}

/** A proxy in front of a server on this machine, with TLS and a self-signed certificate. */
export class RealProxy {
  readonly url: string
  readonly #folder: string
  readonly #process: ChildProcess

  private constructor(url: string, folder: string, process: ChildProcess) {
    this.url = url
    this.#folder = folder
    this.#process = process
  }

  static async start(name: ProxyName, manner: Manner, port: number, target: number): Promise<RealProxy> {
    const program = find(name)
    if (!program) throw new Error(`${name} is not installed`)
    const folder = mkdtempSync(join(tmpdir(), `inkbridge-${name}-`))
    // nginx' workers run as another user when root starts it, and keep their buffers here.
    chmodSync(folder, 0o755)
    makeCertificate(folder)
    const config = (name === 'nginx' ? nginx : haproxy)(readShipped(name), manner, folder, port, target)
    const file = join(folder, 'proxy.conf')
    writeFileSync(file, config)
    const args = name === 'nginx' ? ['-c', file, '-p', folder, '-e', join(folder, 'error.log')] : ['-db', '-f', file]
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)))
    const proxy = new RealProxy(`https://127.0.0.1:${port}`, folder, child)
    while (!(await answers(proxy.url))) {
      if (child.exitCode !== null) throw new Error(`${name} ended:\n${output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return proxy
  }

  async dispose(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function readShipped(name: ProxyName): string {
  return readFileSync(fileURLToPath(new URL(shipped[name], import.meta.url)), 'utf8')
}

function makeCertificate(folder: string): void {
  const [key, certificate] = [join(folder, 'privkey.pem'), join(folder, 'fullchain.pem')]
  const subject = ['-subj', '/CN=ink.example.org', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  writeFileSync(join(folder, 'inkbridge.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'))
}

/** Each must be found: a changed configuration must not be tested as something else by accident. */
function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the configuration does not contain "${from}"`)
    return result.replaceAll(from, to)
  }, text)
}

function nginx(text: string, manner: Manner, folder: string, port: number, target: number): string {
  const server = replaced(text, {
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '/etc/ssl/inkbridge': folder,
    '127.0.0.1:3000': `127.0.0.1:${target}`,
    ...(manner === 'shipped' ? {} : { 'client_max_body_size 128m;': '' }),
    ...(manner === 'no-upgrades' ? { 'proxy_set_header Upgrade $http_upgrade;': '' } : {}),
  })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  )
  return `daemon off; pid ${join(folder, 'pid')}; worker_processes 1; error_log ${join(folder, 'error.log')};
events {}
http { access_log off; ${temporary.join(' ')}
${server}
}`
}

function haproxy(text: string, manner: Manner, folder: string, port: number, target: number): string {
  const hold =
    manner === 'shipped'
      ? ''
      : '\n  option http-buffer-request\n  http-request deny deny_status 413 if { req.body_size gt 1048576 }'
  const strip = manner === 'no-upgrades' ? '\n  http-request del-header upgrade' : ''
  return replaced(text, {
    'bind :443': `bind 127.0.0.1:${port}`,
    '/etc/ssl/inkbridge': folder,
    '127.0.0.1:3000': `127.0.0.1:${target}`,
    'default_backend inkbridge': `default_backend inkbridge${hold}${strip}`,
  })
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/healthz`, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}
