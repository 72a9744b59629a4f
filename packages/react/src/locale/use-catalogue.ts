import { useEffect, useState } from 'react'
import { type Catalogue, loadCatalogue } from './languages.ts'

/** Returns the texts of a locale once loaded; loads them while `wanted`. */
export function useCatalogue(locale: string, wanted = true): Catalogue | null {
  const [loaded, setLoaded] = useState<{ readonly locale: string; readonly messages: Catalogue } | null>(null)
  useEffect(() => {
    if (!wanted) return
    let current = true
    void loadCatalogue(locale).then((messages) => current && setLoaded({ locale, messages }))
    return () => {
      current = false
    }
  }, [locale, wanted])
  return loaded?.locale === locale ? loaded.messages : null
}
