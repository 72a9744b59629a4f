import type { Api } from '@inkbridge/react/api'
import { describeProblem } from '@inkbridge/react/problems'
import type { BoardFolder, BoardSummary, CreatedBoard, FolderId } from '@inkbridge/types'
import { useSiteWords } from '../locale/site-words.tsx'
import type { Say } from './Toasts.tsx'

/** Requests at once when something is done to many boards. */
const atOnce = 4

/** What can be done on the page. Failures are shown; changes made before one are kept. */
export interface Actions {
  create(): void
  importFile(file: File): void
  rename(board: BoardSummary, title: string): void
  duplicate(board: BoardSummary): void
  star(boards: readonly BoardSummary[], starred: boolean): void
  /** Null: into no folder. */
  move(boards: readonly BoardSummary[], folder: FolderId | null): void
  exportFiles(boards: readonly BoardSummary[]): void
  remove(boards: readonly BoardSummary[]): void
  restore(boards: readonly BoardSummary[]): void
  discard(boards: readonly BoardSummary[]): void
  createFolder(name: string, parent: FolderId | null): void
  /** Creates a folder, and moves boards into it. */
  moveToNew(boards: readonly BoardSummary[], name: string): void
  changeFolder(folder: FolderId, change: Partial<Omit<BoardFolder, 'id'>>): void
  deleteFolder(folder: FolderId): void
}

/**
 * @param folder where new boards are put
 * @param reload asks the server for everything that is shown
 */
export function useActions(api: Api, folder: FolderId | null, say: Say, reload: () => Promise<unknown>): Actions {
  const { t, locale } = useSiteWords()
  const attempt = (work: Promise<unknown>, done?: () => void) =>
    void work
      .catch((error: unknown) => describeProblem(error, locale).then((text) => say({ text })))
      .then(reload)
      .then(done)
  const withAll = (
    boards: readonly BoardSummary[],
    run: (board: BoardSummary) => Promise<unknown>,
    done?: () => void,
  ) => attempt(oneByOne(boards, run), done)
  const openHere = async (created: CreatedBoard) => {
    if (folder) await api.mark(created.id, { folder })
    goTo(created)
  }
  const restore = (boards: readonly BoardSummary[]) => withAll(boards, ({ id }) => api.restore(id))
  return {
    create: () => attempt(api.create({ title: t('boards.untitled') }).then(openHere)),
    importFile: (file) =>
      attempt(api.createFrom(file, file.name.replace(/\.[^.]*$/, '') || t('boards.untitled')).then(openHere)),
    rename: (board, title) => attempt(api.rename(board.id, title)),
    duplicate: (board) => attempt(api.duplicate(board.id, t('site.copyOf', { title: board.title }))),
    star: (boards, starred) => withAll(boards, ({ id }) => api.mark(id, { starred })),
    move: (boards, folder) => withAll(boards, ({ id }) => api.mark(id, { folder })),
    exportFiles: (boards) =>
      withAll(boards, async ({ id, title }) => {
        const file = await api.file(id)
        if (file) download(file, `${title}.inkbridge.json`)
        else say({ text: t('boards.notExported', { title }) })
      }),
    remove: (boards) => {
      const undo = () => {
        say(null)
        restore(boards)
      }
      const [first] = boards
      const text =
        boards.length === 1 && first
          ? t('boards.deleted', { title: first.title })
          : t('boards.deletedMany', { count: boards.length })
      attempt(oneByOne(boards, ({ id }) => api.delete(id)).then(() => say({ text, undo })))
    },
    restore,
    discard: (boards) => withAll(boards, ({ id }) => api.discard(id)),
    createFolder: (name, parent) => attempt(api.createFolder({ name, parent })),
    moveToNew: (boards, name) =>
      attempt(
        api
          .createFolder({ name, parent: null })
          .then(({ id }) => oneByOne(boards, (board) => api.mark(board.id, { folder: id }))),
      ),
    changeFolder: (folder, change) => attempt(api.changeFolder(folder, change)),
    deleteFolder: (folder) =>
      attempt(api.deleteFolder(folder), () => {
        if (location.hash === `#folder=${folder}`) location.hash = ''
      }),
  }
}

/** Runs something for each of many boards, a few at once. Rejects with the first failure, when the others have ended. */
async function oneByOne(
  boards: readonly BoardSummary[],
  run: (board: BoardSummary) => Promise<unknown>,
): Promise<void> {
  const waiting = [...boards]
  const failures: unknown[] = []
  const work = async () => {
    for (let board = waiting.shift(); board; board = waiting.shift())
      await run(board).catch((error: unknown) => failures.push(error))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (failures.length > 0) throw failures[0]
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // Firefox reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** A browser without cookies owns nothing: it opens the board by its owner's link. */
function goTo({ url, tokens }: CreatedBoard): void {
  location.assign(navigator.cookieEnabled ? url : `${url}#k=${tokens.owner}`)
}
