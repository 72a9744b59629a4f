import type { KeptBoard, LocalStore } from '../local/local-store.ts'

/** A store that holds a board in memory. */
export function memoryStore(kept: Partial<KeptBoard> = {}) {
  const state = { kept: { updates: [], unsaved: 0, face: null, earlier: [], ...kept } as KeptBoard }
  let isRead = false
  const store: LocalStore = {
    load: async () => {
      isRead = true
      return state.kept
    },
    append: async (update, unsaved) => {
      state.kept = { ...state.kept, updates: [...state.kept.updates, update], unsaved: state.kept.unsaved + unsaved }
    },
    saved: async () => {
      if (isRead) state.kept = { ...state.kept, unsaved: 0 }
    },
    own: async (_, face) => {
      state.kept = { ...state.kept, face }
    },
    replace: async (generation, make) => {
      const made = make({ others: [], carried: [] })
      if (!made) return
      const { whole, unsaved } = made
      state.kept = {
        updates: [whole],
        unsaved,
        earlier: [],
        face: state.kept.face && { ...state.kept.face, generation },
      }
    },
    forget: async () => {},
    close: () => {},
  }
  return { state, store }
}
