import { type FormEvent, useEffect, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { firstPages, type PdfProblem, PdfReader, parsePageNumbers } from '../pdf-pages/pdf-pages.ts'
import { finishPdf, type GivenPdf, useOpenBoard } from '../ui/ui.ts'
import { useAddingPages } from './adding-pages.ts'

/** Maximum pages added at a time. */
const maxPages = 100

interface PdfPagesProps {
  readonly pdf: GivenPdf
}

/** Opens a PDF, asks for its pages, and adds them. */
export function PdfPages({ pdf }: PdfPagesProps) {
  const { pdfFiles } = useOpenBoard()
  const { t } = useWords()
  const [reader] = useState(() => new PdfReader(pdf.file, pdfFiles))
  const [count, setCount] = useState<number | null>(null)
  const [problem, setProblem] = useState<PdfProblem | null>(null)
  useEffect(() => {
    let wanted = true
    void reader.open().then((opened) => {
      if (!wanted) return
      if (opened.ok) setCount(opened.value)
      else setProblem(opened.problem)
    })
    return () => {
      wanted = false
      reader.dispose()
    }
  }, [reader])
  if (problem)
    return (
      <p className="ink-card-text" role="alert">
        {t(`pdf.problem.${problem}`)}
      </p>
    )
  if (count === null) return <p className="ink-card-text">{t('pdf.opening')}</p>
  return <PagesForm pdf={pdf} reader={reader} count={count} />
}

interface PagesFormProps extends PdfPagesProps {
  readonly reader: PdfReader
  readonly count: number
}

function PagesForm({ pdf, reader, count }: PagesFormProps) {
  const { t } = useWords()
  const { done, add } = useAddingPages(pdf, reader)
  const [text, setText] = useState(() => firstPages(Math.min(count, maxPages)))
  const [wanted, setWanted] = useState<readonly number[]>([])
  const numbers = parsePageNumbers(text, count)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!numbers || numbers.length > maxPages) return
    setWanted(numbers)
    void add(numbers)
  }
  if (done !== null) return <Adding done={done} all={wanted.length} />
  return (
    <form className="ink-link-form" onSubmit={submit} noValidate>
      <p className="ink-card-text ink-pdf-file">
        <strong>{pdf.file.name}</strong>
        <span>{t('pdf.count', { count })}</span>
      </p>
      <label className="ink-pdf-field">
        <span>{t('pdf.pages')}</span>
        <input
          className="ink-input"
          aria-invalid={!numbers}
          value={text}
          // Focus the field.
          ref={(element) => element?.focus()}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p className="ink-card-text" role="status">
        {!numbers
          ? t('pdf.invalid', { count })
          : t(numbers.length > maxPages ? 'pdf.tooMany' : 'pdf.hint', { most: maxPages })}
      </p>
      <div className="ink-link-foot">
        <button type="submit" className="ink-button ink-primary" disabled={!numbers || numbers.length > maxPages}>
          {numbers ? t('pdf.add', { count: numbers.length }) : t('pdf.addNone')}
        </button>
      </div>
    </form>
  )
}

function Adding({ done, all }: { readonly done: number; readonly all: number }) {
  const { ui } = useOpenBoard()
  const { t } = useWords()
  const label = t('pdf.adding', { page: Math.min(done + 1, all), all })
  return (
    <div className="ink-link-form">
      <p className="ink-card-text" role="status">
        {label}
      </p>
      <progress className="ink-pdf-progress" aria-label={label} value={done} max={all} />
      <div className="ink-link-foot">
        <button type="button" className="ink-button" ref={(element) => element?.focus()} onClick={() => finishPdf(ui)}>
          {t('action.cancel')}
        </button>
      </div>
    </div>
  )
}
