import type { Page } from '@playwright/test'

/** Saves the open board for a program by the export dialog, as a person does. */
export async function savedFor(page: Page, program: 'Excalidraw' | 'tldraw'): Promise<Buffer> {
  await page.evaluate(() => {
    document.adoptedStyleSheets = []
  })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const button = page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: program, exact: true })
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  const parts: Buffer[] = []
  for await (const part of await download.createReadStream()) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** Opens a drawing and ours of it by Excalidraw; returns what differs after its own `restore`. */
export function differencesInExcalidraw(page: Page, file: File, again: Buffer): Promise<readonly string[]> {
  return page.evaluate(
    async ([name, before, after]) => {
      const library = excalidrawLibrary
      const elementsOf = async (fileName: string, base64: string) => {
        const type = { png: 'image/png', svg: 'image/svg+xml' }[fileName.split('.').pop() ?? ''] ?? 'application/json'
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const { data } = await library.loadSceneOrLibraryFromBlob(new File([bytes], fileName, { type }), null, null)
        return library.restoreElements(data.elements ?? [], null, { repairBindings: true }) as readonly Restored[]
      }
      type Restored = Readonly<Record<string, unknown>> & { readonly id: string }
      const [one, other] = [await elementsOf(name, before), await elementsOf('again.excalidraw', after)]
      const keys = 'type groupIds frameId startBinding endBinding boundElements containerId text originalText fontSize'
      const more = 'fontFamily crop link customData locked isDeleted x y width height angle points scale fileId'
      const near = (a: unknown, b: unknown): boolean => {
        if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 0.01
        if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
          return (a ?? null) === (b ?? null)
        const [left, right] = [Object.entries(a), Object.entries(b)]
        const by = b as Readonly<Record<string, unknown>>
        return left.length === right.length && left.every(([key, value]) => near(value, by[key]))
      }
      const found: string[] = []
      if (one.map(({ id }) => id).join() !== other.map(({ id }) => id).join()) found.push('ids or their order')
      for (const [index, element] of one.entries()) {
        for (const key of `${keys} ${more}`.split(' ')) {
          if (!near(element[key], other[index]?.[key])) found.push(`${key} of ${element.id}`)
        }
      }
      return found
    },
    [file.name, file.bytes.toString('base64'), again.toString('base64')] as const,
  )
}

interface File {
  readonly name: string
  readonly bytes: Buffer
}

/** Opens a drawing and ours of it by tldraw; returns the records that differ after its own migrations. */
export function differencesInTldraw(page: Page, file: Buffer, again: Buffer): Promise<readonly string[]> {
  return page.evaluate(
    ([before, after]) => {
      const recordsOf = (json: string) => {
        const parsed = parseTldrawJsonFile({ json, schema: (tldraw as { store: { schema?: unknown } }).store.schema })
        return parsed.ok ? (parsed.value as unknown as { allRecords(): readonly TldrawRecord[] }).allRecords() : null
      }
      type TldrawRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly typeName: string }
      const plain = (value: unknown): unknown => {
        if (typeof value === 'number') return Math.round(value * 100) / 100
        if (Array.isArray(value)) return value.map(plain)
        if (typeof value !== 'object' || value === null) return value
        return Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, plain(each)]),
        )
      }
      const [one, other] = [recordsOf(before), recordsOf(after)]
      if (!other) return ['it does not open']
      const kept = (each: TldrawRecord) => ['shape', 'binding', 'page', 'asset'].includes(each.typeName)
      const byId = new Map(other.filter(kept).map((each) => [each.id, JSON.stringify(plain(each))]))
      const first = one?.filter(kept) ?? []
      const changed = first.filter((each) => byId.get(each.id) !== JSON.stringify(plain(each))).map(({ id }) => id)
      return one && byId.size !== first.length ? [...changed, `${byId.size} records, not ${first.length}`] : changed
    },
    [file.toString('utf8'), again.toString('utf8')] as const,
  )
}
