import type { FolderId, PrincipalId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { FolderRefusal } from '../storage/storage.ts'
import { HttpProblem } from './problem.ts'
import { type Call, done, json, noBoard, type Route, route, stillMay } from './route.ts'

const markBoard = route(
  {
    id: 'markBoard',
    method: 'PUT',
    path: '/api/me/boards/:board',
    role: 'viewer',
    summary: 'Star a board, or put it into a folder, for this browser’s guest only',
    body: rest.markBoard,
    answers: { 200: rest.boardMarks },
    refusals: ['no-guest', 'no-folder'],
  },
  async (call) => {
    const { board, parts } = call
    const guest = guestOf(call)
    const change = await call.readBody()
    await stillMay(call)
    const marks = await parts.directory.mark(guest, board.id, change)
    if (change.folder && marks.folder !== change.folder) throw refusals['no-folder']
    return json(200, marks)
  },
)

const listFolders = route(
  {
    id: 'listFolders',
    method: 'GET',
    path: '/api/me/folders',
    role: null,
    summary: 'The folders of this browser’s guest, by name',
    answers: { 200: rest.boardFolders },
    refusals: ['no-guest'],
  },
  async (call) => json(200, { folders: await call.parts.directory.folders(guestOf(call)) }),
)

const createFolder = route(
  {
    id: 'createFolder',
    method: 'POST',
    path: '/api/me/folders',
    role: null,
    summary: 'Create a folder for boards',
    body: rest.createFolder,
    answers: { 201: rest.boardFolder },
    refusals: ['no-guest', 'no-folder', 'too-many-folders', 'folder-place'],
  },
  async (call) => {
    const guest = guestOf(call)
    const { name, parent } = await call.readBody()
    await stillMay(call)
    return json(201, accepted(await call.parts.directory.addFolder(guest, { name: name ?? '', parent })))
  },
)

const changeFolder = route(
  {
    id: 'changeFolder',
    method: 'PATCH',
    path: '/api/me/folders/:folder',
    role: null,
    summary: 'Rename a folder, or move it into another',
    body: rest.changeFolder,
    answers: { 200: rest.boardFolder },
    refusals: ['no-guest', 'no-folder', 'folder-place'],
  },
  async (call) => {
    const guest = guestOf(call)
    const { name, parent } = await call.readBody()
    await stillMay(call)
    const change = { ...(name ? { name } : {}), ...(parent === undefined ? {} : { parent }) }
    return json(200, accepted(await call.parts.directory.changeFolder(guest, call.params.folder as FolderId, change)))
  },
)

const deleteFolder = route(
  {
    id: 'deleteFolder',
    method: 'DELETE',
    path: '/api/me/folders/:folder',
    role: null,
    summary: 'Delete a folder; its boards and folders move to the one around it',
    answers: { 204: null },
    refusals: ['no-guest', 'no-folder'],
  },
  async (call) => {
    const guest = guestOf(call)
    await stillMay(call)
    if (!(await call.parts.directory.removeFolder(guest, call.params.folder as FolderId))) throw refusals['no-folder']
    return done(204)
  },
)

const discardBoard = route(
  {
    id: 'discardBoard',
    method: 'DELETE',
    path: '/api/me/trash/:board',
    role: null,
    summary: 'Delete a board in the trash for good, as a browser that owns it',
    answers: { 204: null },
    refusals: ['no-board'],
  },
  async (call) => {
    const { guest, parts, params } = call
    if (!guest) throw noBoard()
    await stillMay(call)
    if (!(await parts.directory.discard(params.board, guest))) throw noBoard()
    parts.trash.sweepSoon()
    return done(204)
  },
)

/** How people sort their boards, and what they delete for good. */
export const folderRoutes: readonly Route[] = [
  markBoard,
  listFolders,
  createFolder,
  changeFolder,
  deleteFolder,
  discardBoard,
]

const refusals: Readonly<Record<FolderRefusal, HttpProblem>> = {
  'no-folder': new HttpProblem('no-folder', 'This folder no longer exists. Nothing was changed.'),
  'too-many-folders': new HttpProblem(
    'too-many-folders',
    'You have the maximum number of folders. Nothing was changed; delete one first.',
  ),
  'folder-place': new HttpProblem(
    'folder-place',
    'A folder cannot be in itself, or deeper than eight in others. Nothing was changed.',
  ),
}

function accepted<Folder extends object>(result: Folder | FolderRefusal): Folder {
  if (typeof result === 'string') throw refusals[result]
  return result
}

function guestOf({ guest }: Pick<Call, 'guest'>): PrincipalId {
  if (!guest) throw new HttpProblem('no-guest', 'Only a browser with its cookie has folders and stars.')
  return guest
}
