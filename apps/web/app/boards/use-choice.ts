import { useEffect, useState } from 'react'

/** A choice of this browser, which is stored; the first one until it is read. `choices` must always be the same. */
export function useChoice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]) {
  const [choice, setChoice] = useState<Choice>(choices[0])
  useEffect(() => {
    const stored = choices.find((each) => each === read(name))
    if (stored) setChoice(stored)
  }, [name, choices])
  const choose = (next: Choice) => {
    setChoice(next)
    try {
      localStorage.setItem(name, next)
    } catch {
      // Without storage it is kept until the page is closed.
    }
  }
  return [choice, choose] as const
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
