import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { AfterCommit } from './after-commit.ts'

/** A writer that the test advances, and the continuations that ran. */
function open() {
  const writer = { doc: new Y.Doc(), position: 0, isDisposed: false }
  const failures: unknown[] = []
  const after = new AfterCommit(writer, (run) => {
    try {
      run()
    } catch (error) {
      failures.push(error)
    }
  })
  const ran: string[] = []
  const wait = (name: string) => after.run((lost) => ran.push(lost ? `${name} lost` : name))
  const process = (position: number, lost = false) => after.process({ position, lost })
  return { writer, after, failures, ran, wait, process }
}

test('without pending changes a continuation runs at once', () => {
  const { ran, wait } = open()
  wait('a')
  expect(ran).toEqual(['a'])
})

test('continuations run in order, each when all changes applied before it are processed', () => {
  const { writer, ran, wait, process } = open()
  writer.position = 1
  wait('a')
  writer.position = 2
  wait('b')
  wait('c')
  process(1)
  expect(ran).toEqual(['a'])
  process(2)
  expect(ran).toEqual(['a', 'b', 'c'])
})

test('a continuation added by another one runs after all that are waiting', () => {
  const { writer, after, ran, wait, process } = open()
  writer.position = 1
  after.run(() => wait('again'))
  wait('a')
  process(1)
  expect(ran).toEqual(['a', 'again'])
})

test('when the document is reloaded, continuations of the old one are called as lost, and those of the new one are not', () => {
  const { writer, ran, wait, process } = open()
  writer.position = 1
  wait('a')
  writer.doc = new Y.Doc()
  wait('b')
  process(1)
  expect(ran).toEqual(['a lost', 'b'])
})

test('continuations are lost when the writer reports it, and at once after it is disposed', () => {
  const { writer, ran, wait, process } = open()
  writer.position = 1
  wait('a')
  process(1, true)
  writer.isDisposed = true
  wait('b')
  expect(ran).toEqual(['a lost', 'b lost'])
})

test('one that throws does not prevent the next', () => {
  const { writer, after, failures, ran, wait, process } = open()
  writer.position = 1
  after.run(() => {
    throw new Error('this connection is broken')
  })
  wait('a')
  process(1)
  expect([ran, failures]).toEqual([['a'], [new Error('this connection is broken')]])
})
