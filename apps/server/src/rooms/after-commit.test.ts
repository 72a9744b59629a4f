import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { AfterCommit } from './after-commit.ts'

/** A writer that is moved by hand, and what ran after its commits. */
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

test('what waits for nothing runs at once', () => {
  const { ran, wait } = open()
  wait('a')
  expect(ran).toEqual(['a'])
})

test('what waits runs in order, when everything that was applied before it is processed', () => {
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

test('what is asked for by something that waited runs after all that waited with it', () => {
  const { writer, after, ran, wait, process } = open()
  writer.position = 1
  after.run(() => wait('again'))
  wait('a')
  process(1)
  expect(ran).toEqual(['a', 'again'])
})

test('when the document was read again, what waited for the old one is lost, and what waits for the new one is not', () => {
  const { writer, ran, wait, process } = open()
  writer.position = 1
  wait('a')
  writer.doc = new Y.Doc()
  wait('b')
  process(1)
  expect(ran).toEqual(['a lost', 'b'])
})

test('what waited is lost when the writer says so, and what comes after its end at once', () => {
  const { writer, ran, wait, process } = open()
  writer.position = 1
  wait('a')
  process(1, true)
  writer.isDisposed = true
  wait('b')
  expect(ran).toEqual(['a lost', 'b lost'])
})

test('one that throws does not keep the next from being run', () => {
  const { writer, after, failures, ran, wait, process } = open()
  writer.position = 1
  after.run(() => {
    throw new Error('this connection is broken')
  })
  wait('a')
  process(1)
  expect([ran, failures]).toEqual([['a'], [new Error('this connection is broken')]])
})
