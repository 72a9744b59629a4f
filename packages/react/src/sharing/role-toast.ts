import type { SyncStatus } from '@inkbridge/sync'
import { mayEdit } from '@inkbridge/types'
import { useEffect } from 'react'
import { showToast, useOpenBoard } from '../ui/ui.ts'

type Rights = Pick<SyncStatus, 'role' | 'locked'>

/** The text for a person whose right has changed; null: a banner says it, or nothing has changed. */
export function roleText(before: Rights, now: Rights) {
  if (before.role === null || now.role === null || before.role === now.role) return null
  if (now.locked && !before.locked) return null
  if (before.locked && !now.locked && mayEdit(now.role)) return 'role.unlocked'
  return `role.now.${now.role}` as const
}

/** Shows a toast when the role on the board changes. */
export function useRoleToast(): void {
  const { session, ui } = useOpenBoard()
  useEffect(() => {
    let before: Rights = session.sync.status
    return session.sync.observe(() => {
      const { role, locked } = session.sync.status
      const text = roleText(before, { role, locked })
      before = { role, locked }
      if (text) showToast(ui, ({ t }) => t(text))
    })
  }, [session, ui])
}
