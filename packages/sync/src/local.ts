export { deviceStore, forgetDevice } from './local/device-store.ts'
export { generationOf, grouped, isLaterGeneration } from './local/generations.ts'
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
