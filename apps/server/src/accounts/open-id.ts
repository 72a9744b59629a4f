import * as client from 'openid-client'
import type { OpenIdSettings } from '../config.ts'
import type { ExternalIdentity } from '../storage/storage.ts'

/** The values of one attempt, kept in the browser while its person is at the provider. */
interface OpenIdChecks {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Somebody the provider vouches for. */
interface OpenIdPerson extends ExternalIdentity {
  /** Null unless the provider has verified it. */
  readonly email: string | null
  readonly name: string | null
}

/** Signing in with an OpenID provider: authorization code, PKCE, state and nonce. */
export interface OpenId {
  /** The address of the provider to which a browser is sent. Rejects when the provider cannot be reached. */
  begin(redirectUri: string): Promise<{ readonly address: string; readonly checks: OpenIdChecks }>
  /** The person who came back with an address. Rejects when anything does not fit. */
  finish(address: URL, checks: OpenIdChecks): Promise<OpenIdPerson>
}

const scope = 'openid email profile'

/** How long the provider may take to answer, s. */
const timeoutSeconds = 10

export function createOpenId({ issuer, clientId, clientSecret }: OpenIdSettings): OpenId {
  let discovered: Promise<client.Configuration> | null = null

  /** Asked at the first sign-in, and again after a failure: the provider may start later than this server. */
  function provider(): Promise<client.Configuration> {
    const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
    discovered ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute: insecure,
      timeout: timeoutSeconds,
    })
    discovered.catch(() => {
      discovered = null
    })
    return discovered
  }

  return {
    async begin(redirectUri) {
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const address = client.buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, checks: { state, nonce, verifier } }
    },

    async finish(address, { state, nonce, verifier }) {
      const configuration = await provider()
      const tokens = await client.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('the provider sent no claims')
      const known: Readonly<Record<string, unknown>> = {
        ...(await moreOf(configuration, tokens.access_token, claims.sub)),
        ...claims,
      }
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: known.email_verified === true ? textOf(known.email) : null,
        name: textOf(known.name) ?? textOf(known.preferred_username),
      }
    },
  }
}

/** The claims that many providers send only when they are asked. */
async function moreOf(
  configuration: client.Configuration,
  token: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (!configuration.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(configuration, token, subject)
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim : null
}
