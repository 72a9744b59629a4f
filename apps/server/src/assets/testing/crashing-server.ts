import { createDirectory } from '../../storage/directory.ts'
import { assetOf, greyPng } from '../../testing/asset-files.ts'
import { openDiskStorage } from '../../testing/test-storage.ts'
import { Assets } from '../assets.ts'
import { Converter } from '../converter.ts'
import { openDiskStore } from '../disk-store.ts'

/** Uploads pictures in two pieces each until it is killed, and prints the id of each after it was acknowledged. */

const [, , dataDir = '', board = '', from = '0'] = process.argv
const storage = await openDiskStorage(dataDir)
const directory = createDirectory(storage.tables, storage.secrets)
const limits = { maxAssetBytes: 1_000_000, maxBoardBytes: 1_000_000_000, documentBytes: async () => 0 }
const assets = new Assets(openDiskStore(dataDir), directory, new Converter(), limits)
const uploader = {
  asker: { board, address: '127.0.0.1', signal: new AbortController().signal },
  stillMay: async () => {},
  exclusively: <Value>(run: () => Promise<Value>) => run(),
}

for (let grey = Number(from); ; grey += 1) {
  const picture = greyPng(20 + Math.floor(grey / 256), 20, grey % 256)
  const key = { board: board as never, asset: assetOf(picture), length: picture.byteLength }
  let offset = await assets.uploaded(key)
  while (offset < picture.byteLength || offset === 0) {
    const content = picture.subarray(offset, offset + 50)
    const received = await assets.receive({ ...key, offset }, { bytes: content.byteLength, content }, uploader)
    if (!received.ok) throw new Error(received.problem.message)
    offset += content.byteLength
    if (received.value.type === 'stored') process.stdout.write(`${key.asset}\n`)
  }
}
