export { openChannel } from './local/channel.ts'
export { assetsDatabaseName } from './local/databases.ts'
export { deviceStore, forgetDevice } from './local/device-store.ts'
export { onForgetting } from './local/forgetting.ts'
export { generationOf, grouped, isLaterGeneration } from './local/generations.ts'
export { type KeptItem, type LibraryStore, openLibrary } from './local/library-store.ts'
export { type Admittance, type Keeping, LocalPersistence, type Superseding } from './local/local-persistence.ts'
export type {
  BoardFace,
  Carried,
  KeptBeside,
  KeptBoard,
  KeptGeneration,
  LocalStore,
  Replacement,
} from './local/local-store.ts'
