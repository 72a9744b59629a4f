import { expect, test } from 'vitest'
import { parseConfig } from './config.ts'

test('without settings it listens on port 3000 and keeps its data in ./data', () => {
  expect(parseConfig({}, '/srv/ink')).toEqual({
    ok: true,
    value: {
      port: 3000,
      host: '0.0.0.0',
      dataDir: '/srv/ink/data',
      publicUrl: null,
      allowedOrigins: [],
      maxBoardSockets: 500,
      dev: false,
    },
  })
})

test.each([
  [{ PORT: 'http' }, 'PORT=http cannot be used: must be a number.'],
  [
    { PUBLIC_URL: 'ink.example.org' },
    'PUBLIC_URL=ink.example.org cannot be used: must be an origin such as https://ink.example.org.',
  ],
  [
    { ALLOWED_ORIGINS: 'https://a.example, x' },
    'ALLOWED_ORIGINS=https://a.example, x cannot be used: must be an origin such as https://ink.example.org.',
  ],
])('%j is refused in one line that names the setting', (env, problem) => {
  expect(parseConfig(env, '/')).toEqual({ ok: false, problem })
})
