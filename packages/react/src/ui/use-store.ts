import type { Editor, EditorState } from '@inkbridge/canvas'
import { useCallback, useRef, useSyncExternalStore } from 'react'

/** Subscribes to a part of an editor's state: a component without the camera is not rendered again while the board moves. */
export function useEditorState<Picked extends object = EditorState>(
  editor: Editor,
  pick: (state: EditorState) => Picked = identity,
): Picked {
  return useStore(editor, pick)
}

/** An observable state. */
interface Store<State> {
  state(): State
  observe(listener: () => void): () => void
}

/** Subscribes to a part of the state of a store. */
export function useStore<State, Picked extends object>(store: Store<State>, pick: (state: State) => Picked): Picked {
  return usePicked(
    useCallback((listener: () => void) => store.observe(listener), [store]),
    () => pick(store.state()),
  )
}

/** Returns the same object until a value in it changes. */
export function usePicked<Picked extends object>(
  subscribe: (listener: () => void) => () => void,
  get: () => Picked,
): Picked {
  const last = useRef<Picked | null>(null)
  return useSyncExternalStore(subscribe, () => {
    const picked = get()
    if (!last.current || !sameEntries(last.current, picked)) last.current = picked
    return last.current
  })
}

export function identity<State, Picked>(state: State): Picked {
  return state as unknown as Picked
}

function sameEntries(one: object, other: object): boolean {
  if (one === other) return true
  const entries = Object.entries(one)
  if (entries.length !== Object.keys(other).length) return false
  return entries.every(([key, value]) => Object.is(value, (other as Record<string, unknown>)[key]))
}
