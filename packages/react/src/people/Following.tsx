import type { Editor } from '@inkbridge/canvas'
import type { Sync } from '@inkbridge/sync'
import type { Person, PrincipalId } from '@inkbridge/types'
import { useEffect, useRef } from 'react'
import { useWords } from '../locale/locale.ts'
import { showToast, useEditorState, useOpenBoard, usePeople } from '../ui/ui.ts'

interface FollowingProps {
  readonly sync: Sync
  readonly editor: Editor
}

/** Frames the view in the colour of the followed person. */
export function FollowedFrame({ sync, editor }: FollowingProps) {
  const person = useFollowed(sync, editor)
  return person && <div className="ink-following" style={{ borderColor: person.color }} />
}

/** Shows who is followed, with a button to stop. */
export function Following({ sync, editor }: FollowingProps) {
  const { t } = useWords()
  const person = useFollowed(sync, editor)
  if (!person) return null
  return (
    <p className="ink-followed" style={{ background: person.color }} role="status">
      {t('people.following', { name: person.name })}
      <button type="button" onClick={() => editor.follow(null)} data-tip={t('people.stopHint')}>
        {t('people.stop')}
      </button>
    </p>
  )
}

/** Shows who starts following, once. */
export function FollowerHint() {
  const { session, editor, ui } = useOpenBoard()
  const people = usePeople(session.sync)
  const { followers } = useEditorState(editor, ({ followers }) => ({ followers }))
  const told = useRef<readonly PrincipalId[]>([])
  useEffect(() => {
    const names = followers.flatMap((id) => {
      const name = told.current.includes(id) ? undefined : people.find(({ user }) => user.id === id)?.user.name
      return name === undefined ? [] : [name]
    })
    told.current = followers
    if (names.length > 0) showToast(ui, ({ t }) => t('people.followsYou', { names: names.join(', ') }))
  }, [followers, people, ui])
  return null
}

function useFollowed(sync: Sync, editor: Editor): Person | undefined {
  const people = usePeople(sync)
  const { following } = useEditorState(editor, ({ following }) => ({ following }))
  return following ? people.find(({ user }) => user.id === following)?.user : undefined
}
