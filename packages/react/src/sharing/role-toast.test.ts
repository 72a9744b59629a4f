import { expect, test } from 'vitest'
import { roleText } from './role-toast.ts'

const open = (role: Parameters<typeof roleText>[0]['role']) => ({ role, locked: false })
const locked = (role: Parameters<typeof roleText>[0]['role']) => ({ role, locked: true })

test.each([
  [open('editor'), open('viewer'), 'role.now.viewer'],
  [open('viewer'), open('commenter'), 'role.now.commenter'],
  [open('viewer'), open('editor'), 'role.now.editor'],
  [open('editor'), open('owner'), 'role.now.owner'],
  // Of a lock, a banner tells.
  [open('editor'), locked('viewer'), null],
  [open('owner'), locked('owner'), null],
  [locked('viewer'), open('editor'), 'role.unlocked'],
  [locked('viewer'), open('viewer'), null],
  // The first role after a board was opened is no change.
  [open(null), open('viewer'), null],
])('the change from %j to %j has the text %j', (before, now, text) => {
  expect(roleText(before, now)).toBe(text)
})
