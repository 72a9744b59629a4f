'use client'

export { BoardsPage } from './BoardsPage.tsx'
